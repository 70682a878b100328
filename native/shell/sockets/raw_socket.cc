#include "shell/sockets/raw_socket.h"

#include <linux/pkt_sched.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>

#include "shell/sockets/socket_address.h"
#include "shell/sockets/socket_options.h"

namespace kac {
namespace {

constexpr int protocol_vrrp = 112;
constexpr int protocol_ah = 51;
constexpr int class_network_control = 0xc0;  // CS6
constexpr int hops = 255;                    // RFC 9568 section 5.1.1.3

/// Deaf until it is told all that it may hear: a raw socket takes every advert on the host from its first moment.
Result<UniqueFd> raw_socket(SocketSpec const& spec) {
  int const family = spec.family == Family::v4 ? AF_INET : AF_INET6;
  int const protocol = spec.authentication_header ? protocol_ah : protocol_vrrp;
  UniqueFd fd(socket(family, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol));
  if (!fd) return last_error("socket");
  if (Done deaf = drop_all_received(fd.get()); !deaf) return deaf.error();
  if (spec.interface_index != 0) {
    Done const bound = set_options(
        fd.get(), {{SOL_SOCKET, SO_BINDTOIFINDEX, static_cast<int>(spec.interface_index), "SO_BINDTOIFINDEX"}});
    if (!bound) return bound.error();
  }
  return fd;
}

int level_of(Family family) { return family == Family::v4 ? IPPROTO_IP : IPPROTO_IPV6; }

/// `option`: MCAST_JOIN_GROUP or MCAST_LEAVE_GROUP.
int change_membership(int fd, SocketSpec const& spec, std::uint32_t index, int option) {
  SocketAddress const group(spec.local, 0);
  group_req request{};
  request.gr_interface = index;
  std::memcpy(&request.gr_group, &group.any, group.size);
  return setsockopt(fd, level_of(spec.family), option, &request, sizeof request);
}

}  // namespace

Done join_group(int fd, SocketSpec const& spec, std::uint32_t index) {
  if (change_membership(fd, spec, index, MCAST_JOIN_GROUP) == 0 || errno == EADDRINUSE) return done();
  return last_error("MCAST_JOIN_GROUP");
}

void leave_group(int fd, SocketSpec const& spec, std::uint32_t index) {
  change_membership(fd, spec, index, MCAST_LEAVE_GROUP);  // fails when it is none, which is what is wanted
}

Result<UniqueFd> open_receive_socket(SocketSpec const& spec) {
  Result<UniqueFd> opened = raw_socket(spec);
  if (!opened) return opened;
  int const fd = opened->get();
  Done const set = spec.family == Family::v4
                       ? set_options(fd, {{IPPROTO_IP, IP_FREEBIND, 1, "IP_FREEBIND"},
                                          {IPPROTO_IP, IP_MULTICAST_ALL, 0, "IP_MULTICAST_ALL"}})
                       : set_options(fd, {{IPPROTO_IPV6, IPV6_FREEBIND, 1, "IPV6_FREEBIND"},
                                          {IPPROTO_IPV6, IPV6_MULTICAST_ALL, 0, "IPV6_MULTICAST_ALL"},
                                          {IPPROTO_IPV6, IPV6_RECVPKTINFO, 1, "IPV6_RECVPKTINFO"},
                                          {IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1, "IPV6_RECVHOPLIMIT"}});
  if (!set) return set.error();
  SocketAddress const local(spec.local, spec.interface_index);
  if (bind(fd, &local.any, local.size) != 0) return last_error("bind");
  if (spec.multicast) {
    if (Done joined = join_group(fd, spec, spec.interface_index); !joined) return joined.error();
    if (spec.reports_from != 0) {
      if (Done joined = join_group(fd, spec, spec.reports_from); !joined) return joined.error();
    }
  }
  while (recv(fd, nullptr, 0, 0) >= 0) continue;  // what came before it was deaf
  if (Done hears = receive_all(fd); !hears) return hears.error();
  return opened;
}

Result<UniqueFd> open_send_socket(SocketSpec const& spec) {
  Result<UniqueFd> opened = raw_socket(spec);
  if (!opened) return opened;
  int const fd = opened->get();
  int const index = static_cast<int>(spec.interface_index);
  Done const set = spec.family == Family::v4
                       ? set_options(fd, {{IPPROTO_IP, IP_HDRINCL, 1, "IP_HDRINCL"},
                                          {IPPROTO_IP, IP_MULTICAST_LOOP, 0, "IP_MULTICAST_LOOP"},
                                          {IPPROTO_IP, IP_MULTICAST_TTL, hops, "IP_MULTICAST_TTL"},
                                          {IPPROTO_IP, IP_TOS, class_network_control, "IP_TOS"},
                                          {SOL_SOCKET, SO_PRIORITY, TC_PRIO_CONTROL, "SO_PRIORITY"},
                                          {SOL_SOCKET, SO_RCVBUF, 0, "SO_RCVBUF"}})
                       : set_options(fd, {{IPPROTO_IPV6, IPV6_CHECKSUM, 6, "IPV6_CHECKSUM"},
                                          {IPPROTO_IPV6, IPV6_FREEBIND, 1, "IPV6_FREEBIND"},
                                          {IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 0, "IPV6_MULTICAST_LOOP"},
                                          {IPPROTO_IPV6, IPV6_MULTICAST_HOPS, hops, "IPV6_MULTICAST_HOPS"},
                                          {IPPROTO_IPV6, IPV6_TCLASS, class_network_control, "IPV6_TCLASS"},
                                          {SOL_SOCKET, SO_PRIORITY, TC_PRIO_CONTROL, "SO_PRIORITY"},
                                          {SOL_SOCKET, SO_RCVBUF, 0, "SO_RCVBUF"}});
  if (!set) return set.error();
  if (!spec.multicast) return opened;
  if (spec.family == Family::v6) {
    Done const via = set_options(fd, {{IPPROTO_IPV6, IPV6_MULTICAST_IF, index, "IPV6_MULTICAST_IF"}});
    if (!via) return via.error();
    return opened;
  }
  ip_mreqn via{};
  via.imr_ifindex = index;
  if (setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &via, sizeof via) != 0) return last_error("IP_MULTICAST_IF");
  return opened;
}

}  // namespace kac
