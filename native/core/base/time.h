#pragma once

#include <compare>
#include <cstdint>
#include <optional>

namespace kac {

/// Microseconds: a duration, or an instant of the monotonic clock.
struct Micros {
  std::int64_t count = 0;

  friend constexpr auto operator<=>(Micros, Micros) = default;
  friend constexpr Micros operator+(Micros a, Micros b) { return {a.count + b.count}; }
  friend constexpr Micros operator-(Micros a, Micros b) { return {a.count - b.count}; }
  friend constexpr Micros operator*(std::int64_t n, Micros a) { return {n * a.count}; }
};

/// Of two deadlines, either of which may not be.
constexpr std::optional<Micros> earlier(std::optional<Micros> a, std::optional<Micros> b) {
  if (!a || !b) return a ? a : b;
  return *a < *b ? a : b;
}

}  // namespace kac
