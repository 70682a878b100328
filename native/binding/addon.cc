#include <napi.h>

#include "binding/engine.h"
#include "binding/namespace_entry.h"
#include "binding/netlink_socket.h"
#include "binding/pattern.h"
#include "binding/prober.h"
#include "binding/scheduling.h"
#include "binding/signal_watch.h"

namespace {

Napi::Object define(Napi::Env env, Napi::Object exports) {
  kac::binding::Engine::define(env, exports);
  kac::binding::NetlinkSocket::define(env, exports);
  kac::binding::define_namespace_entry(env, exports);
  kac::binding::Pattern::define(env, exports);
  kac::binding::Prober::define(env, exports);
  kac::binding::define_scheduling(env, exports);
  kac::binding::define_signal_watch(env, exports);
  return exports;
}

}  // namespace

NODE_API_MODULE(kac, define)
