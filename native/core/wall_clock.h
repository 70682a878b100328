#pragma once

#include "core/time.h"

namespace kac {

/// What the monotonic instants of a wake-up are by the calendar: micros of the Unix epoch. Only the HMAC trailer of
/// adverts looks at it; a timer never does.
class WallClock {
 public:
  void set(Micros now, Micros real) { ahead_ = real - now; }
  [[nodiscard]] Micros at(Micros now) const { return now + ahead_; }

 private:
  Micros ahead_;
};

}  // namespace kac
