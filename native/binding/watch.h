#pragma once

#include <napi.h>
#include <uv.h>

#include <memory>
#include <optional>
#include <utility>

namespace kac::binding {

/// Something with an fd() on the loop of an environment. libuv holds on to it, so it outlives the JavaScript object
/// that owns it, whose environment may be torn down around it.
///
/// The owner has `bool on_readable()`, false when nobody can be called any more, and `void on_teardown()`, after which
/// it must not touch the watch again.
template <class Held, class Owner>
class Watch {
 public:
  /// Nothing, with the libuv error in `error`, when the descriptor can not be watched.
  static Watch* open(Napi::Env env, Held held, Owner* owner, int& error) {
    uv_loop_t* loop = nullptr;
    if (napi_get_uv_event_loop(env, &loop) != napi_ok) return error = UV_ENOSYS, nullptr;
    auto watch = std::unique_ptr<Watch>(new Watch(std::move(held), owner));
    error = uv_poll_init(loop, &watch->poll_, watch->held_->fd());
    if (error != 0) return nullptr;
    watch->poll_.data = watch.get();
    // Without it a worker could end with the handle still open, which libuv takes for a bug and aborts.
    auto const hook = [](napi_async_cleanup_hook_handle, void* data) {
      Watch* const self = static_cast<Watch*>(data);
      if (self->owner_ != nullptr) self->owner_->on_teardown();
      self->close();
    };
    napi_add_async_cleanup_hook(env, hook, watch.get(), &watch->cleanup_);
    return watch.release();
  }

  bool listen() { return uv_poll_start(&poll_, UV_READABLE, on_readable) == 0; }

  /// Watching ends and the descriptor is closed now; the memory goes with the close callback. Idempotent.
  void close() {
    if (!held_) return;
    uv_poll_stop(&poll_);
    held_.reset();
    owner_ = nullptr;
    uv_close(reinterpret_cast<uv_handle_t*>(&poll_), [](uv_handle_t* handle) {
      std::unique_ptr<Watch> const self(static_cast<Watch*>(handle->data));
      napi_remove_async_cleanup_hook(self->cleanup_);
    });
  }

  void ref() { uv_ref(reinterpret_cast<uv_handle_t*>(&poll_)); }
  void unref() { uv_unref(reinterpret_cast<uv_handle_t*>(&poll_)); }

  Held& held() { return *held_; }

 private:
  Watch(Held held, Owner* owner) : held_(std::move(held)), owner_(owner) {}

  static void on_readable(uv_poll_t* handle, int status, int) {
    Watch* const self = static_cast<Watch*>(handle->data);
    bool const heard = self->owner_->on_readable();
    if (self->owner_ == nullptr) return;
    if (!heard) uv_poll_stop(handle);
    // libuv takes a pending socket error (ENOBUFS) for a broken descriptor and stops polling.
    if (heard && status < 0) self->listen();
  }

  uv_poll_t poll_{};
  std::optional<Held> held_;
  Owner* owner_;
  napi_async_cleanup_hook_handle cleanup_ = nullptr;
};

/// Node's own way to call back from the loop: an exception becomes 'uncaughtException'. False when nobody can be
/// called.
inline bool call_back(Napi::Env env, Napi::AsyncContext& context, Napi::Object receiver,
                      Napi::FunctionReference const& function, std::initializer_list<napi_value> arguments) {
  napi_status const called =
      napi_make_callback(env, context, receiver, function.Value(), arguments.size(), arguments.begin(), nullptr);
  if (called == napi_ok) return true;
  napi_value thrown = nullptr;
  if (called != napi_pending_exception || napi_get_and_clear_last_exception(env, &thrown) != napi_ok) return false;
  return napi_fatal_exception(env, thrown) == napi_ok;
}

}  // namespace kac::binding
