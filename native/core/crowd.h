#pragma once

#include <cstdint>
#include <optional>

#include "core/base/time.h"

namespace kac {

/// Routers that are due at the same instant, as they are served one after the other: after a takeover that can be all
/// of a host. Some do no harm; more are parted into groups, each of which gets an instant of its own.
class Crowd {
 public:
  /// The group of the next one with this deadline.
  std::uint32_t join(Micros deadline) {
    size_ = deadline_ == deadline ? size_ + 1 : 0;
    deadline_ = deadline;
    return size_ / group_size;
  }

  /// By how much sooner than its interval asks a group sends, once: never more than half of it.
  static constexpr Micros ahead(std::uint32_t group, Micros interval) {
    return {static_cast<std::int64_t>(group % groups) * interval.count / (2 * groups)};
  }

 private:
  static constexpr std::uint32_t group_size = 8;
  static constexpr std::uint32_t groups = 64;

  std::optional<Micros> deadline_;
  std::uint32_t size_ = 0;
};

}  // namespace kac
