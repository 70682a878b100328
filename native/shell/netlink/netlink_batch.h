#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/image/image.h"
#include "shell/netlink/netlink.h"

namespace kac {

/// Executes netlink requests that were encoded ahead of time, many with one system call.
class NetlinkBatch {
 public:
  /// A request that the kernel did not carry out.
  struct Refusal {
    std::uint32_t sequence;  // its nlmsg_seq
    int error;
  };

  /// The other buses are opened when they are first needed: a kernel may not have them.
  static Result<NetlinkBatch> open();

  /// At most `batch_bytes_max`, as Submit has them, or one request; without NLM_F_ACK, so that only failures are
  /// answered. Each is executed whatever becomes of the others; done when this returns. The answer holds until the
  /// next call.
  std::span<Refusal const> execute(Bus bus, std::span<std::uint8_t const> requests);

  /// What marks, in notifications, the changes of routing made here.
  [[nodiscard]] std::uint32_t port_id() const { return port_id_; }

 private:
  explicit NetlinkBatch(NetlinkSocket route);

  Result<NetlinkSocket*> socket_of(Bus bus);
  void execute_chain(NetlinkSocket& socket, std::span<std::uint8_t const> requests);
  void execute_transactions(NetlinkSocket& socket, std::span<std::uint8_t const> requests);
  void transact(NetlinkSocket& socket, std::span<std::uint8_t const> requests);
  bool read_answers(NetlinkSocket& socket, std::uint32_t mark, int& error);
  void refuse(std::span<std::uint8_t const> requests, int error);

  std::array<std::optional<NetlinkSocket>, bus_count> sockets_;
  std::uint32_t port_id_;
  std::uint32_t marks_ = 0;
  std::vector<Refusal> refusals_;
  std::vector<std::uint8_t> buffer_;
};

}  // namespace kac
