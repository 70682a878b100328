#pragma once

#include "core/base/time.h"

namespace kac {

/// CLOCK_BOOTTIME: what every timer of the engine runs on. It goes on while the machine is suspended, so that the
/// engine knows afterwards for how long it was silent.
Micros monotonic_now();

/// CLOCK_REALTIME, for people: micros of the Unix epoch.
Micros real_now();

}  // namespace kac
