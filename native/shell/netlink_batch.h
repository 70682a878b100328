#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "shell/netlink.h"

namespace kac {

/// Executes rtnetlink requests that were encoded ahead of time, many with one system call.
class NetlinkBatch {
 public:
  /// A request that the kernel did not carry out.
  struct Refusal {
    std::uint32_t sequence;  // its nlmsg_seq
    int error;
  };

  static Result<NetlinkBatch> open();

  /// At most `batch_bytes_max`, as Submit has them, or one request; without NLM_F_ACK, so that only failures are
  /// answered. Each is executed whatever became of those before it; done when this returns. The answer holds until the
  /// next call.
  std::span<Refusal const> execute(std::span<std::uint8_t const> requests);

  /// What marks, in notifications, the changes made here.
  [[nodiscard]] std::uint32_t port_id() const { return socket_.port_id(); }

 private:
  explicit NetlinkBatch(NetlinkSocket socket) : socket_(std::move(socket)) {}

  void read_answers(std::uint32_t barrier);

  NetlinkSocket socket_;
  std::uint32_t barriers_ = 0;
  std::vector<Refusal> refusals_;
  std::vector<std::uint8_t> buffer_;
};

}  // namespace kac
