#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/control.h"
#include "shell/control/byte_queue.h"
#include "shell/unique_fd.h"

namespace kac {

/// One connection of the control socket: cuts what comes in into messages, and queues what goes out. Never waits.
class ControlClient {
 public:
  struct Message {
    std::uint16_t type;
    std::span<std::uint8_t const> body;
  };
  enum class Phase : std::uint8_t {
    new_here,  // has not said Hello
    greeted,
    closing,  // gets what is queued, as far as it goes at once, and is closed
  };

  ControlClient(UniqueFd fd, pid_t pid) : fd_(std::move(fd)), pid_(pid) {}

  [[nodiscard]] int fd() const { return fd_.get(); }
  [[nodiscard]] pid_t pid() const { return pid_; }

  /// Reads a piece of what is waiting. False when the other side is gone.
  bool receive();
  /// The first message that is whole, until drop_message(). Nothing and no fault(): more is to come.
  std::optional<Message> message();
  void drop_message();
  /// What is wrong with what came in, if anything is.
  [[nodiscard]] char const* fault() const;

  void queue(std::span<std::uint8_t const> bytes);
  /// False when the other side is gone, or has let more than `unread_bytes_max` pile up besides the longest of what it
  /// was told: the status of many routers is longer than that.
  bool flush();
  [[nodiscard]] bool same_version() const { return version == control_version; }
  [[nodiscard]] bool has_output() const { return !out_.empty(); }

  Phase phase = Phase::new_here;
  bool controls = false;
  std::uint16_t version = 0;        // of the control protocol
  std::uint32_t polled_events = 0;  // what the poller has been told to wait for

 private:
  static constexpr std::size_t unread_bytes_max = std::size_t{4} << 20;

  struct Header {
    std::size_t length;  // of the message, with its own four bytes
    std::uint16_t type;
  };
  [[nodiscard]] std::optional<Header> header() const;
  [[nodiscard]] std::size_t length_max(std::uint16_t type) const;

  UniqueFd fd_;
  pid_t pid_;
  ByteQueue in_;
  ByteQueue out_;
  std::size_t longest_ = 0;
};

}  // namespace kac
