#include "binding/signal_watch.h"

#include <uv.h>

#include <csignal>
#include <memory>
#include <string>

#include "binding/arguments.h"

namespace kac::binding {
namespace {

/// What libuv holds on to.
class Watch {
 public:
  Watch(Napi::Env env, Napi::Function on_signal)
      : env_(env), context_(env, "kac.watchSignal"), on_signal_(Napi::Persistent(on_signal)) {}

  /// 0, or libuv's error. Owned by libuv from then on, until its close callback.
  static int start(std::unique_ptr<Watch> watch, uv_loop_t* loop, int number) {
    if (int const failed = uv_signal_init(loop, &watch->handle_); failed != 0) return failed;
    Watch* const self = watch.release();
    self->handle_.data = self;
    // Without it a worker could end with the handle still open, which libuv takes for a bug and aborts.
    napi_add_async_cleanup_hook(
        self->env_, [](auto, void* data) { static_cast<Watch*>(data)->close(); }, self, &self->cleanup_);
    int const failed = uv_signal_start(&self->handle_, on_delivery, number);
    uv_unref(reinterpret_cast<uv_handle_t*>(&self->handle_));
    if (failed != 0) self->close();
    return failed;
  }

 private:
  void close() {
    on_signal_.Reset();
    uv_close(reinterpret_cast<uv_handle_t*>(&handle_), [](uv_handle_t* handle) {
      std::unique_ptr<Watch> const self(static_cast<Watch*>(handle->data));
      napi_remove_async_cleanup_hook(self->cleanup_);
    });
  }

  static void on_delivery(uv_signal_t* handle, int) {
    Watch const& self = *static_cast<Watch*>(handle->data);
    Napi::HandleScope const scope(self.env_);
    napi_value const receiver = self.env_.Global();
    if (napi_make_callback(self.env_, self.context_, receiver, self.on_signal_.Value(), 0, nullptr, nullptr) ==
        napi_pending_exception) {
      napi_value thrown = nullptr;
      napi_get_and_clear_last_exception(self.env_, &thrown);
      napi_fatal_exception(self.env_, thrown);  // 'uncaughtException', as of any other callback
    }
  }

  Napi::Env env_;
  Napi::AsyncContext context_;
  Napi::FunctionReference on_signal_;
  uv_signal_t handle_{};
  napi_async_cleanup_hook_handle cleanup_ = nullptr;
};

Napi::Value watch_signal(Napi::CallbackInfo const& info) {
  Napi::Env const env = info.Env();
  Arguments arguments(info);
  std::int32_t const number = arguments.i32("number");
  if (!arguments.ok()) return env.Undefined();
  if (!info[1].IsFunction()) {
    Napi::TypeError::New(env, "onSignal must be a function").ThrowAsJavaScriptException();
    return env.Undefined();
  }
  uv_loop_t* loop = nullptr;
  napi_get_uv_event_loop(env, &loop);
  auto watch = std::make_unique<Watch>(env, info[1].As<Napi::Function>());
  if (int const failed = Watch::start(std::move(watch), loop, number); failed != 0) {
    Napi::Error::New(env, std::string("cannot watch signal: ") + uv_strerror(failed)).ThrowAsJavaScriptException();
  }
  return env.Undefined();
}

}  // namespace

void define_signal_watch(Napi::Env env, Napi::Object exports) {
  exports.Set("watchSignal", Napi::Function::New(env, watch_signal, "watchSignal"));
}

}  // namespace kac::binding
