#pragma once

#include "core/time.h"

namespace kac {

/// CLOCK_MONOTONIC: what every timer of the engine runs on. It stands still while the machine is suspended, as do the
/// peers' views of a suspended router: on resume it goes on as after any other stall.
Micros monotonic_now();

/// CLOCK_REALTIME, for people: micros of the Unix epoch.
Micros real_now();

}  // namespace kac
