#pragma once

#include <optional>

#include "core/base/time.h"

namespace kac {

/// What the monotonic instants of a wake-up are by the calendar: micros of the Unix epoch. Only the HMAC trailer of
/// adverts looks at it; a timer never does.
class WallClock {
 public:
  /// By how much the calendar moved against the monotonic clock since it was set last.
  Micros set(Micros now, Micros real) {
    Micros const before = ahead_.value_or(real - now);
    ahead_ = real - now;
    return *ahead_ - before;
  }
  [[nodiscard]] Micros at(Micros now) const { return now + ahead_.value_or(Micros{}); }

  template <class Self, class Fields>
  static void exchange(Self& self, Fields& fields) {
    fields(self.ahead_);
  }

 private:
  std::optional<Micros> ahead_;
};

}  // namespace kac
