#pragma once

#include <napi.h>

#include "core/engine.h"

namespace kac::binding {

/// `image`: what the action is about; names its router.
Napi::Object to_object(Napi::Env env, Action const& action, Image const* image);
Napi::Object to_object(Napi::Env env, RouterStatus const& status);

}  // namespace kac::binding
