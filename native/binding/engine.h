#pragma once

#include <napi.h>

#include "core/engine.h"

namespace kac::binding {

/// The engine of native/core, for tests and the simulator. Instants are microseconds as numbers, addresses 4 or 16
/// bytes, states, reasons and rejects the words of the core; native/core/engine.h says what each method does.
///
///   new Engine()
///   load(now, image)                      throws an Error with code `engine/bad-image` and offset
///   receive(now, socket, bytes, source, destination, ttl)
///   link(now, index, name, up)            an empty name: the interface is gone
///   address(now, interfaceIndex, address, prefix, present, byUs)
///   objectFailed(now, router, object, add, errno)
///   shutdown(now)   handleTimeout(now)   nextTimeout(): number | undefined
///   poll(): Action | undefined            { kind: 'send-advert' | 'send-frames' | 'submit' | ... }, bytes are copies
///   routerCount(): number   status(router)
class Engine : public Napi::ObjectWrap<Engine> {
 public:
  static constexpr napi_type_tag tag = {0x8a5f1c0e6b3d4f27, 0x91c2d7e84b0a5f36};

  static void define(Napi::Env env, Napi::Object exports);
  explicit Engine(Napi::CallbackInfo const& info);

 private:
  Napi::Value load(Napi::CallbackInfo const& info);
  Napi::Value wall_clock(Napi::CallbackInfo const& info);
  Napi::Value receive(Napi::CallbackInfo const& info);
  Napi::Value link(Napi::CallbackInfo const& info);
  Napi::Value address(Napi::CallbackInfo const& info);
  Napi::Value tracker(Napi::CallbackInfo const& info);
  Napi::Value object_failed(Napi::CallbackInfo const& info);
  Napi::Value shutdown(Napi::CallbackInfo const& info);
  Napi::Value handle_timeout(Napi::CallbackInfo const& info);
  Napi::Value next_timeout(Napi::CallbackInfo const& info);
  Napi::Value poll(Napi::CallbackInfo const& info);
  Napi::Value router_count(Napi::CallbackInfo const& info);
  Napi::Value status(Napi::CallbackInfo const& info);

  kac::Engine engine_;
};

}  // namespace kac::binding
