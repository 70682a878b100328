#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace kac {

/// Bytes in at the end, out at the front.
class ByteQueue {
 public:
  [[nodiscard]] std::span<std::uint8_t const> bytes() const { return std::span(held_).subspan(head_); }
  [[nodiscard]] std::size_t size() const { return held_.size() - head_; }
  [[nodiscard]] bool empty() const { return size() == 0; }

  void push(std::span<std::uint8_t const> bytes) { held_.insert(held_.end(), bytes.begin(), bytes.end()); }

  void pop(std::size_t count) {
    head_ += count;
    if (head_ == held_.size()) {
      clear();
    } else if (head_ > held_.size() / 2) {
      held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(head_));
      head_ = 0;
    }
  }

  /// Gives the memory back, too: queues are empty nearly always, and large only after trouble or a load.
  void clear() {
    head_ = 0;
    held_.clear();
    if (held_.capacity() > kept_capacity) held_.shrink_to_fit();
  }

 private:
  static constexpr std::size_t kept_capacity = 4096;

  std::vector<std::uint8_t> held_;
  std::size_t head_ = 0;
};

}  // namespace kac
