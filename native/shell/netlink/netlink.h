#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

#include "shell/result.h"
#include "shell/unique_fd.h"

namespace kac {

struct NetlinkOptions {
  int receive_buffer_bytes = 0;  // 0: the kernel's default
  int send_buffer_bytes = 0;     // likewise; no datagram is longer
  bool cap_ack = false;          // errors come back without the request they answer
};

/// A non-blocking netlink socket with extended acknowledgements and strict dump requests.
class NetlinkSocket {
 public:
  static Result<NetlinkSocket> open(int protocol, NetlinkOptions const& options = {});

  Done join(std::uint32_t group);
  Done leave(std::uint32_t group);
  /// One datagram of all, in this order.
  Done send(std::initializer_list<std::span<std::uint8_t const>> messages);

  /// The next datagram of the kernel, in `buffer`, which grows to hold it whole; empty when there is none now.
  /// Datagrams of other processes are thrown away. ENOBUFS: messages were lost, the reader must read all state again.
  Result<std::span<std::uint8_t const>> receive(std::vector<std::uint8_t>& buffer);

  [[nodiscard]] int fd() const { return fd_.get(); }
  /// What the kernel writes into nlmsg_pid of its answers to us and of what our requests caused.
  [[nodiscard]] std::uint32_t port_id() const { return port_id_; }

 private:
  NetlinkSocket(UniqueFd fd, std::uint32_t port_id) : fd_(std::move(fd)), port_id_(port_id) {}

  UniqueFd fd_;
  std::uint32_t port_id_;
};

}  // namespace kac
