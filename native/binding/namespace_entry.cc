#include "binding/namespace_entry.h"

#include <uv.h>

#include <string>
#include <vector>

#include "binding/arguments.h"
#include "shell/process/namespace_entry.h"

namespace kac::binding {
namespace {

Napi::Value run_in_network_namespace(Napi::CallbackInfo const& info) {
  Napi::Env const env = info.Env();
  Arguments arguments(info);
  std::string const path = arguments.text("path");
  std::vector<std::string> command{arguments.text("program")};
  for (std::size_t i = 2; i < info.Length(); i++) command.push_back(arguments.text("argument"));
  if (!arguments.ok()) return env.Undefined();
  Error const failed = kac::run_in_network_namespace(path, std::move(command));
  Napi::Error const error = Napi::Error::New(env, std::string(failed.where) + ": " + uv_strerror(-failed.number));
  error.Set("code", uv_err_name(-failed.number));
  error.ThrowAsJavaScriptException();
  return env.Undefined();
}

}  // namespace

void define_namespace_entry(Napi::Env env, Napi::Object exports) {
  exports.Set("runInNetworkNamespace", Napi::Function::New(env, run_in_network_namespace, "runInNetworkNamespace"));
}

}  // namespace kac::binding
