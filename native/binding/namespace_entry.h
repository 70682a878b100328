#pragma once

#include <napi.h>

namespace kac::binding {

/// `runInNetworkNamespace(path, ...command)` of the addon: becomes the command there, or throws with `code`.
void define_namespace_entry(Napi::Env env, Napi::Object exports);

}  // namespace kac::binding
