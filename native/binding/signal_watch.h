#pragma once

#include <napi.h>

namespace kac::binding {

/// watchSignal(number, onSignal())
///
/// Calls onSignal() at each delivery from then on, until the environment ends; for signals that Node has no name for,
/// as the real-time ones. Does not keep the process alive.
void define_signal_watch(Napi::Env env, Napi::Object exports);

}  // namespace kac::binding
