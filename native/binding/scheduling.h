#pragma once

#include <napi.h>

namespace kac::binding {

/// `setScheduling(keywords, nice, realTimePriority, realTimeLimit, lockMemory, name, ...cpus)` of the addon: how the
/// thread that calls it runs from now on, and the name of its process. Returns what could not be done, a line each.
void define_scheduling(Napi::Env env, Napi::Object exports);

}  // namespace kac::binding
