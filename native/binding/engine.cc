#include "binding/engine.h"

#include <memory>
#include <variant>

#include "binding/arguments.h"
#include "binding/engine_values.h"
#include "binding/guard.h"

namespace kac::binding {

void Engine::define(Napi::Env env, Napi::Object exports) {
  exports.Set("Engine", DefineClass(env, "Engine",
                                    {
                                        method<Engine, &Engine::load>("load"),
                                        method<Engine, &Engine::wall_clock>("wallClock"),
                                        method<Engine, &Engine::receive>("receive"),
                                        method<Engine, &Engine::link>("link"),
                                        method<Engine, &Engine::address>("address"),
                                        method<Engine, &Engine::tracker>("tracker"),
                                        method<Engine, &Engine::object_failed>("objectFailed"),
                                        method<Engine, &Engine::shutdown>("shutdown"),
                                        method<Engine, &Engine::handle_timeout>("handleTimeout"),
                                        method<Engine, &Engine::next_timeout>("nextTimeout"),
                                        method<Engine, &Engine::poll>("poll"),
                                        method<Engine, &Engine::router_count>("routerCount"),
                                        method<Engine, &Engine::status>("status"),
                                    }));
}

Engine::Engine(Napi::CallbackInfo const& info) : ObjectWrap(info) { info.This().As<Napi::Object>().TypeTag(&tag); }

Napi::Value Engine::load(Napi::CallbackInfo const& info) {
  Napi::Env const env = info.Env();
  Arguments in(info);
  Micros const now = in.instant("now");
  std::span<std::uint8_t const> const bytes = in.bytes("image");
  if (!in.ok()) return env.Undefined();
  auto parsed = parse_image(bytes);
  if (auto const* const error = std::get_if<ImageError>(&parsed)) {
    Napi::Error const thrown = Napi::Error::New(env, error->what);
    thrown.Value().Set("code", Napi::String::New(env, "engine/bad-image"));
    thrown.Value().Set("offset", Napi::Number::New(env, static_cast<double>(error->offset)));
    thrown.ThrowAsJavaScriptException();
  } else {
    engine_.load(now, std::move(*std::get_if<0>(&parsed)));
  }
  return env.Undefined();
}

Napi::Value Engine::wall_clock(Napi::CallbackInfo const& info) {
  Arguments in(info);
  Micros const now = in.instant("now");
  Micros const real = in.instant("real");
  if (in.ok()) engine_.wall_clock(now, real);
  return info.Env().Undefined();
}

Napi::Value Engine::receive(Napi::CallbackInfo const& info) {
  Arguments in(info);
  Micros const now = in.instant("now");
  std::uint32_t const socket = in.u32("socket");
  Datagram datagram{};
  datagram.bytes = in.bytes("bytes");
  datagram.source = in.address("source");
  datagram.destination = in.address("destination");
  datagram.ttl = in.u8("ttl");
  if (in.ok()) engine_.receive(now, socket, datagram);
  return info.Env().Undefined();
}

Napi::Value Engine::link(Napi::CallbackInfo const& info) {
  Arguments in(info);
  Micros const now = in.instant("now");
  std::uint32_t const index = in.u32("index");
  std::string const name = in.text("name");
  bool const up = in.flag("up");
  if (in.ok()) engine_.link(now, {index, name, up});
  return info.Env().Undefined();
}

Napi::Value Engine::address(Napi::CallbackInfo const& info) {
  Arguments in(info);
  Micros const now = in.instant("now");
  AddressFact fact{};
  fact.interface_index = in.u32("interfaceIndex");
  fact.address = in.address("address");
  fact.prefix = in.u8("prefix");
  fact.present = in.flag("present");
  fact.by_us = in.flag("byUs");
  if (in.ok()) engine_.address(now, fact);
  return info.Env().Undefined();
}

Napi::Value Engine::tracker(Napi::CallbackInfo const& info) {
  Arguments in(info);
  Micros const now = in.instant("now");
  std::string const id = in.text("id");
  bool const known = info.Length() > 2 && !info[2].IsUndefined();
  std::int32_t const value = known ? in.i32("value") : 0;
  if (in.ok()) engine_.tracker(now, id, known ? std::optional(value) : std::nullopt);
  return info.Env().Undefined();
}

Napi::Value Engine::object_failed(Napi::CallbackInfo const& info) {
  Arguments in(info);
  Micros const now = in.instant("now");
  std::uint32_t const router = in.u32("router");
  std::uint32_t const object = in.u32("object");
  bool const add = in.flag("add");
  std::uint8_t const error = in.u8("errno");
  if (in.ok()) static_cast<void>(engine_.object_failed(now, router, object, add, error));
  return info.Env().Undefined();
}

Napi::Value Engine::shutdown(Napi::CallbackInfo const& info) {
  Arguments in(info);
  Micros const now = in.instant("now");
  if (in.ok()) engine_.shutdown(now);
  return info.Env().Undefined();
}

Napi::Value Engine::handle_timeout(Napi::CallbackInfo const& info) {
  Arguments in(info);
  Micros const now = in.instant("now");
  if (in.ok()) engine_.handle_timeout(now);
  return info.Env().Undefined();
}

Napi::Value Engine::next_timeout(Napi::CallbackInfo const& info) {
  std::optional<Micros> const next = engine_.next_timeout();
  if (!next) return info.Env().Undefined();
  return Napi::Number::New(info.Env(), static_cast<double>(next->count));
}

Napi::Value Engine::poll(Napi::CallbackInfo const& info) {
  Action action;
  if (!engine_.poll(action)) return info.Env().Undefined();
  return to_object(info.Env(), action, engine_.image());
}

Napi::Value Engine::router_count(Napi::CallbackInfo const& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(engine_.router_count()));
}

Napi::Value Engine::status(Napi::CallbackInfo const& info) {
  Arguments in(info);
  std::uint32_t const router = in.index("router", engine_.router_count());
  if (!in.ok()) return info.Env().Undefined();
  return to_object(info.Env(), engine_.status(router));
}

}  // namespace kac::binding
