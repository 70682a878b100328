#include "shell/netlink/netlink.h"

#include <linux/netlink.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

#include "core/base/invariant.h"
#include "shell/sockets/socket_options.h"

namespace kac {
namespace {

constexpr std::size_t receive_bytes_first = 32768;  // the most that rtnetlink puts into one datagram of a usual dump
constexpr std::size_t send_parts_max = 4;

Result<std::uint32_t> bound_port(int fd) {
  sockaddr_nl own{};
  socklen_t size = sizeof own;
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&own), &size) != 0) return last_error("getsockname");
  return own.nl_pid;
}

}  // namespace

Result<NetlinkSocket> NetlinkSocket::open(int protocol, NetlinkOptions const& options) {
  UniqueFd fd(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol));
  if (!fd) return last_error("socket");
  Done const set = set_options(fd.get(), {{SOL_NETLINK, NETLINK_EXT_ACK, 1, "NETLINK_EXT_ACK"},
                                          {SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1, "NETLINK_GET_STRICT_CHK"},
                                          {SOL_NETLINK, NETLINK_CAP_ACK, options.cap_ack, "NETLINK_CAP_ACK"}});
  if (!set) return set.error();
  if (options.receive_buffer_bytes > 0) {
    if (Done sized = set_receive_buffer(fd.get(), options.receive_buffer_bytes); !sized) return sized.error();
  }
  if (options.send_buffer_bytes > 0) {
    if (Done sized = set_send_buffer(fd.get(), options.send_buffer_bytes); !sized) return sized.error();
  }
  sockaddr_nl any{};
  any.nl_family = AF_NETLINK;
  if (bind(fd.get(), reinterpret_cast<sockaddr*>(&any), sizeof any) != 0) return last_error("bind");
  Result<std::uint32_t> port = bound_port(fd.get());
  if (!port) return port.error();
  return NetlinkSocket(std::move(fd), *port);
}

Done NetlinkSocket::join(std::uint32_t group) {
  return set_options(fd_.get(),
                     {{SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, static_cast<int>(group), "NETLINK_ADD_MEMBERSHIP"}});
}

Done NetlinkSocket::leave(std::uint32_t group) {
  return set_options(fd_.get(),
                     {{SOL_NETLINK, NETLINK_DROP_MEMBERSHIP, static_cast<int>(group), "NETLINK_DROP_MEMBERSHIP"}});
}

Done NetlinkSocket::send(std::initializer_list<std::span<std::uint8_t const>> messages) {
  sockaddr_nl kernel{};
  kernel.nl_family = AF_NETLINK;
  std::array<iovec, send_parts_max> parts;
  invariant(messages.size() <= parts.size());
  std::ranges::transform(messages, parts.begin(), [](std::span<std::uint8_t const> part) {
    return iovec{const_cast<std::uint8_t*>(part.data()), part.size()};
  });
  msghdr datagram{};
  datagram.msg_name = &kernel;
  datagram.msg_namelen = sizeof kernel;
  datagram.msg_iov = parts.data();
  datagram.msg_iovlen = messages.size();
  if (sendmsg(fd_.get(), &datagram, 0) < 0) return last_error("sendmsg");
  return done();
}

Result<std::span<std::uint8_t const>> NetlinkSocket::receive(std::vector<std::uint8_t>& buffer) {
  if (buffer.size() < receive_bytes_first) buffer.resize(receive_bytes_first);
  for (;;) {
    // The length first: a datagram that does not fit would be cut, and the rest of it lost.
    ssize_t const waiting = recv(fd_.get(), nullptr, 0, MSG_PEEK | MSG_TRUNC);
    if (waiting < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN) return std::span<std::uint8_t const>{};
      return last_error("recv");
    }
    if (static_cast<std::size_t>(waiting) > buffer.size()) buffer.resize(static_cast<std::size_t>(waiting));
    sockaddr_nl from{};
    socklen_t from_size = sizeof from;
    ssize_t const got =
        recvfrom(fd_.get(), buffer.data(), buffer.size(), 0, reinterpret_cast<sockaddr*>(&from), &from_size);
    if (got < 0) {
      if (errno == EINTR || errno == EAGAIN) continue;
      return last_error("recvfrom");
    }
    if (from.nl_pid == 0 && got > 0) return std::span<std::uint8_t const>(buffer.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace kac
