#pragma once

#include <cstdint>
#include <span>

#include "core/control.h"
#include "shell/control/byte_queue.h"
#include "shell/control/message.h"

namespace kac {

/// What happened while nobody was there to act on it: whole messages, the oldest lost first.
class KeptEvents {
 public:
  void keep(std::span<std::uint8_t const> message) {
    messages_.push(message);
    while (messages_.size() > kept_bytes_max) {
      messages_.pop(sizeof(std::uint32_t) + read_number<std::uint32_t>(messages_.bytes()));
      lost_++;
    }
  }

  [[nodiscard]] std::span<std::uint8_t const> messages() const { return messages_.bytes(); }
  [[nodiscard]] std::uint64_t lost() const { return lost_; }

  void clear() {
    messages_.clear();
    lost_ = 0;
  }

  /// Those of a predecessor, before any of our own. What is no whole message ends them.
  void resume(std::span<std::uint8_t const> messages, std::uint64_t lost) {
    lost_ = lost;
    while (messages.size() >= message_header_bytes) {
      std::uint64_t const size = sizeof(std::uint32_t) + std::uint64_t{read_number<std::uint32_t>(messages)};
      if (size < message_header_bytes || size > messages.size()) return;
      keep(messages.first(size));
      messages = messages.subspan(size);
    }
  }

 private:
  ByteQueue messages_;
  std::uint64_t lost_ = 0;
};

}  // namespace kac
