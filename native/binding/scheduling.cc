#include "binding/scheduling.h"

#include <string>
#include <vector>

#include "binding/arguments.h"
#include "shell/process/scheduling.h"

namespace kac::binding {
namespace {

Napi::Value set_scheduling(Napi::CallbackInfo const& info) {
  Napi::Env const env = info.Env();
  Arguments arguments(info);
  std::string const keywords = arguments.text("keywords");
  SchedulingSpec spec{};
  spec.nice = static_cast<std::int8_t>(arguments.i32("nice"));
  spec.realtime_priority = arguments.u8("realTimePriority");
  spec.realtime_limit = arguments.u32("realTimeLimit");
  spec.lock_memory = arguments.flag("lockMemory");
  spec.name = arguments.text("name");
  for (std::size_t i = 6; i < info.Length(); i++) spec.cpus.push_back(arguments.u16("cpu"));
  if (!arguments.ok()) return env.Undefined();
  // How the process was started is known once.
  static Scheduling scheduling(keywords);
  std::vector<std::string> const problems = scheduling.apply(spec);
  Napi::Array const lines = Napi::Array::New(env, problems.size());
  for (std::uint32_t i = 0; i < problems.size(); i++) lines.Set(i, problems[i]);
  return lines;
}

}  // namespace

void define_scheduling(Napi::Env env, Napi::Object exports) {
  exports.Set("setScheduling", Napi::Function::New(env, set_scheduling, "setScheduling"));
}

}  // namespace kac::binding
