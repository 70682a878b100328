#include "shell/clock.h"

#include <ctime>

namespace kac {
namespace {

Micros read(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return {std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1000};
}

}  // namespace

Micros monotonic_now() { return read(CLOCK_BOOTTIME); }
Micros real_now() { return read(CLOCK_REALTIME); }

}  // namespace kac
