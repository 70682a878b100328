#include "shell/probe_socket.h"

#include <linux/errqueue.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "shell/socket_address.h"
#include "shell/socket_options.h"

namespace kac {
namespace {

constexpr std::size_t echo_header_bytes = 8;
constexpr std::uint8_t echo_sequence = 1;  // a socket of its own for each attempt: there is no other to tell it from

struct Type {
  int type;
  int protocol;
};

Type type_of(ProbeOrder const& order) {
  bool const v6 = order.to.family == Family::v6;
  switch (order.kind) {
    case ProbeKind::connect:
    case ProbeKind::open:
    case ProbeKind::exchange:
      return {SOCK_STREAM, IPPROTO_TCP};
    case ProbeKind::datagram:
      return {SOCK_DGRAM, IPPROTO_UDP};
    case ProbeKind::echo:
      return {SOCK_DGRAM, v6 ? static_cast<int>(IPPROTO_ICMPV6) : static_cast<int>(IPPROTO_ICMP)};
  }
  return {SOCK_STREAM, IPPROTO_TCP};
}

SocketAddress address_of(IpAddress const& address, std::uint16_t port) {
  SocketAddress made(address, 0);
  if (address.family == Family::v6) {
    made.v6.sin6_port = htons(port);
  } else {
    made.v4.sin_port = htons(port);
  }
  return made;
}

Done bind_to(int fd, ProbeOrder const& order) {
  if (order.fwmark != 0) {
    if (setsockopt(fd, SOL_SOCKET, SO_MARK, &order.fwmark, sizeof order.fwmark) != 0) return last_error("SO_MARK");
  }
  if (!order.interface.empty()) {
    auto const size = static_cast<socklen_t>(order.interface.size());
    if (setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, order.interface.data(), size) != 0) {
      return last_error("SO_BINDTODEVICE");
    }
  }
  if (!order.from) return done();
  SocketAddress const from = address_of(*order.from, order.from_port);
  return ::bind(fd, &from.any, from.size) == 0 ? done() : Done(last_error("bind"));
}

}  // namespace

Result<UniqueFd> open_probe_socket(ProbeOrder const& order) {
  bool const v6 = order.to.family == Family::v6;
  auto const [type, protocol] = type_of(order);
  UniqueFd fd(::socket(v6 ? AF_INET6 : AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol));
  if (!fd) return last_error("socket");
  if (Done const bound = bind_to(fd.get(), order); !bound) return bound.error();
  if (order.kind == ProbeKind::datagram) {
    Done const told = v6 ? set_options(fd.get(), {{SOL_IPV6, IPV6_RECVERR, 1, "IPV6_RECVERR"}})
                         : set_options(fd.get(), {{SOL_IP, IP_RECVERR, 1, "IP_RECVERR"}});
    if (!told) return told.error();
  }
  return fd;
}

int connect_probe_socket(int fd, ProbeOrder const& order) {
  SocketAddress const to = address_of(order.to, order.port);
  return ::connect(fd, &to.any, to.size) == 0 ? 0 : errno;
}

bool is_about_the_server(int error) {
  switch (error) {
    case ENETUNREACH:
    case EHOSTUNREACH:
    case ECONNREFUSED:
    case EHOSTDOWN:
    case ENETDOWN:
    case ECONNRESET:
    case ECONNABORTED:
    case ETIMEDOUT:
    case EPIPE:
      return true;
    default:
      return false;
  }
}

std::vector<std::uint8_t> echo_request(ProbeOrder const& order) {
  std::vector<std::uint8_t> datagram(echo_header_bytes + order.payload.size());
  datagram[0] = order.to.family == Family::v6 ? ICMP6_ECHO_REQUEST : ICMP_ECHO;
  datagram[7] = echo_sequence;
  std::ranges::copy(order.payload, datagram.begin() + echo_header_bytes);
  return datagram;
}

bool is_echo_reply(Family family, std::span<std::uint8_t const> datagram) {
  std::uint8_t const type = family == Family::v6 ? ICMP6_ECHO_REPLY : ICMP_ECHOREPLY;
  return datagram.size() >= echo_header_bytes && datagram[0] == type && datagram[6] == 0 &&
         datagram[7] == echo_sequence;
}

}  // namespace kac
