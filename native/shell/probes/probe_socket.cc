#include "shell/probes/probe_socket.h"

#include <linux/errqueue.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "core/base/bytes.h"
#include "core/packets/checksum.h"
#include "shell/sockets/socket_address.h"
#include "shell/sockets/socket_options.h"

namespace kac {
namespace {

constexpr std::size_t echo_header_bytes = 8;
constexpr std::uint16_t echo_sequence = 1;  // each attempt has a socket, or an identifier, of its own

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

Result<ProbeSocket> open_probe_socket(ProbeOrder const& order) {
  bool const v6 = order.to.family == Family::v6;
  int const family = v6 ? AF_INET6 : AF_INET;
  auto const [type, protocol] = type_of(order);
  ProbeSocket socket{UniqueFd(::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol))};
  if (!socket.fd && errno == EACCES && order.kind == ProbeKind::echo) {
    socket = {UniqueFd(::socket(family, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol)), true};
  }
  if (!socket.fd) return last_error("socket");
  if (Done const bound = bind_to(socket.fd.get(), order); !bound) return bound.error();
  if (order.kind == ProbeKind::datagram) {
    Done const told = v6 ? set_options(socket.fd.get(), {{SOL_IPV6, IPV6_RECVERR, 1, "IPV6_RECVERR"}})
                         : set_options(socket.fd.get(), {{SOL_IP, IP_RECVERR, 1, "IP_RECVERR"}});
    if (!told) return told.error();
  }
  return socket;
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
  write_u16(std::span(datagram).subspan<4, 2>(), static_cast<std::uint16_t>(order.id));
  write_u16(std::span(datagram).subspan<6, 2>(), echo_sequence);
  std::ranges::copy(order.payload, datagram.begin() + echo_header_bytes);
  if (order.to.family == Family::v4) {  // the kernel does it for ICMPv6, whose checksum covers addresses too
    InternetChecksum checksum;
    checksum.add(datagram);
    write_u16(std::span(datagram).subspan<2, 2>(), checksum.value());
  }
  return datagram;
}

bool is_echo_reply(ProbeOrder const& order, bool raw, std::span<std::uint8_t const> datagram) {
  bool const v6 = order.to.family == Family::v6;
  if (raw && !v6 && !datagram.empty()) {  // the IPv4 header comes with it
    datagram = datagram.subspan(std::min<std::size_t>(4 * (datagram[0] & 0x0fU), datagram.size()));
  }
  NetworkReader in(datagram);
  std::uint8_t const type = in.u8();
  in.u8();
  in.u16();
  std::uint16_t const id = in.u16();
  std::uint16_t const sequence = in.u16();
  return in.ok() && type == (v6 ? ICMP6_ECHO_REPLY : ICMP_ECHOREPLY) && sequence == echo_sequence &&
         (!raw || id == static_cast<std::uint16_t>(order.id));
}

}  // namespace kac
