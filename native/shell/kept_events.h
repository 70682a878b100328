#pragma once

#include <cstdint>
#include <span>

#include "core/control.h"
#include "shell/byte_queue.h"
#include "shell/message.h"

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

  /// Those of a predecessor, before any of our own.
  void resume(std::span<std::uint8_t const> messages, std::uint64_t lost) {
    messages_.push(messages);
    lost_ = lost;
  }

 private:
  ByteQueue messages_;
  std::uint64_t lost_ = 0;
};

}  // namespace kac
