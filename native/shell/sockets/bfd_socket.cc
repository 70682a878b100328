#include "shell/sockets/bfd_socket.h"

#include <linux/pkt_sched.h>

#include <algorithm>
#include <cstring>

#include "shell/sockets/socket_address.h"
#include "shell/sockets/socket_options.h"

namespace kac {
namespace {

constexpr std::uint16_t one_hop_port = 3784;
constexpr std::uint16_t multihop_port = 4784;
constexpr std::uint32_t source_port_first = 49152;
constexpr std::uint32_t source_port_last = 65535;
constexpr int source_port_attempts = 64;
constexpr int class_network_control = 0xc0;  // CS6

std::uint16_t port_of(bool multihop) { return multihop ? multihop_port : one_hop_port; }

void set_port(SocketAddress& address, std::uint16_t port) {
  (address.any.sa_family == AF_INET6 ? address.v6.sin6_port : address.v4.sin_port) = htons(port);
}

Result<UniqueFd> udp_socket(Family family) {
  UniqueFd fd(socket(family == Family::v4 ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) return last_error("socket");
  return fd;
}

template <class Value>
Value value_of(cmsghdr* control) {
  Value value{};
  std::memcpy(&value, CMSG_DATA(control), sizeof value);
  return value;
}

IpAddress address_of(Family family, void const* octets) {
  return IpAddress::of(family, {static_cast<std::uint8_t const*>(octets), address_bytes(family)});
}

/// With what the kernel says of where it came from and went to.
bfd::Arrival arrival(bfd::Arrival arrival, sockaddr_in6 const& from, msghdr& header) {
  Family const family = arrival.destination.family;
  if (family == Family::v6) {
    arrival.source = address_of(family, &from.sin6_addr);
  } else {
    sockaddr_in from_v4{};
    std::memcpy(&from_v4, &from, sizeof from_v4);
    arrival.source = address_of(family, &from_v4.sin_addr);
  }
  for (cmsghdr* control = CMSG_FIRSTHDR(&header); control != nullptr; control = CMSG_NXTHDR(&header, control)) {
    auto const is = [&](int level, int type) { return control->cmsg_level == level && control->cmsg_type == type; };
    if (is(IPPROTO_IP, IP_TTL) || is(IPPROTO_IPV6, IPV6_HOPLIMIT)) {
      arrival.ttl = static_cast<std::uint8_t>(value_of<int>(control));
    } else if (is(IPPROTO_IP, IP_PKTINFO)) {
      in_pktinfo const info = value_of<in_pktinfo>(control);
      arrival.destination = address_of(family, &info.ipi_addr);
    } else if (is(IPPROTO_IPV6, IPV6_PKTINFO)) {
      in6_pktinfo const info = value_of<in6_pktinfo>(control);
      arrival.destination = address_of(family, &info.ipi6_addr);
    }
  }
  return arrival;
}

}  // namespace

Result<UniqueFd> open_bfd_receiver(Family family, bool multihop) {
  Result<UniqueFd> opened = udp_socket(family);
  if (!opened) return opened;
  Done const set = family == Family::v4 ? set_options(opened->get(), {{IPPROTO_IP, IP_RECVTTL, 1, "IP_RECVTTL"},
                                                                      {IPPROTO_IP, IP_PKTINFO, 1, "IP_PKTINFO"}})
                                        : set_options(opened->get(), {{IPPROTO_IPV6, IPV6_V6ONLY, 1, "IPV6_V6ONLY"},
                                                                      {IPPROTO_IPV6, IPV6_RECVPKTINFO, 1, "pktinfo"},
                                                                      {IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1, "hops"}});
  if (!set) return set.error();
  SocketAddress any(IpAddress{.family = family}, 0);
  set_port(any, port_of(multihop));
  if (bind(opened->get(), &any.any, any.size) != 0) return last_error("bind");
  return opened;
}

Result<UniqueFd> open_bfd_sender(SessionSpec const& session, Chance& chance) {
  Family const family = session.neighbor.family;
  Result<UniqueFd> opened = udp_socket(family);
  if (!opened) return opened;
  int const fd = opened->get();
  if (Done deaf = drop_all_received(fd); !deaf) return deaf.error();
  // The source address may come later.
  Done const set = family == Family::v4
                       ? set_options(fd, {{IPPROTO_IP, IP_FREEBIND, 1, "IP_FREEBIND"},
                                          {IPPROTO_IP, IP_TOS, class_network_control, "IP_TOS"},
                                          {SOL_SOCKET, SO_PRIORITY, TC_PRIO_CONTROL, "SO_PRIORITY"}})
                       : set_options(fd, {{IPPROTO_IPV6, IPV6_V6ONLY, 1, "IPV6_V6ONLY"},
                                          {IPPROTO_IPV6, IPV6_FREEBIND, 1, "IPV6_FREEBIND"},
                                          {IPPROTO_IPV6, IPV6_TCLASS, class_network_control, "IPV6_TCLASS"},
                                          {SOL_SOCKET, SO_PRIORITY, TC_PRIO_CONTROL, "SO_PRIORITY"}});
  if (!set) return set.error();
  SocketAddress from(session.source.value_or(IpAddress{.family = family}), 0);
  for (int left = source_port_attempts; left > 0; left--) {
    set_port(from, static_cast<std::uint16_t>(chance.between(source_port_first, source_port_last)));
    if (bind(fd, &from.any, from.size) == 0) return opened;
    if (errno != EADDRINUSE) break;
  }
  return last_error("bind");
}

Done set_bfd_ttl(int fd, SessionSpec const& session) {
  bool const v4 = session.neighbor.family == Family::v4;
  return set_options(fd, {{v4 ? IPPROTO_IP : IPPROTO_IPV6, v4 ? IP_TTL : IPV6_UNICAST_HOPS, session.ttl, "TTL"}});
}

Done send_bfd(int fd, SessionSpec const& session, std::span<std::uint8_t const> bytes) {
  SocketAddress to(session.neighbor, 0);
  set_port(to, port_of(session.multihop));
  if (sendto(fd, bytes.data(), bytes.size(), 0, &to.any, to.size) < 0) return last_error("sendto");
  return done();
}

std::span<bfd::Arrival const> BfdBatch::receive(int fd, Family family, bool multihop) {
  std::size_t const count = batch_.receive(fd);
  for (std::size_t i = 0; i < count; i++) {
    auto const [bytes, from, header] = batch_.at(i);
    arrivals_[i] = arrival({bytes, {}, {.family = family}, 0, multihop}, from, header);
  }
  return std::span(arrivals_).first(count);
}

}  // namespace kac
