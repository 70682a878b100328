#pragma once

#include <napi.h>

/// A class declares `static constexpr napi_type_tag tag`, puts the tag on each object in its constructor, and defines
/// its methods with method<>(): a receiver of another class is then a TypeError instead of a stray pointer.
namespace kac::binding {

template <class Class, Napi::Value (Class::*body)(Napi::CallbackInfo const&)>
napi_value call(napi_env env, napi_callback_info raw) {
  Napi::CallbackInfo const info(env, raw);
  bool const ours = info.This().IsObject() && info.This().As<Napi::Object>().CheckTypeTag(&Class::tag);
  if (!ours) {
    Napi::TypeError::New(env, "Illegal invocation").ThrowAsJavaScriptException();
    return nullptr;
  }
  return (Class::Unwrap(info.This().As<Napi::Object>())->*body)(info);
}

template <class Class, Napi::Value (Class::*body)(Napi::CallbackInfo const&)>
Napi::ClassPropertyDescriptor<Class> method(char const* name) {
  napi_property_descriptor descriptor{};
  descriptor.utf8name = name;
  descriptor.method = call<Class, body>;
  descriptor.attributes = napi_default_method;
  return descriptor;
}

template <class Class, Napi::Value (Class::*body)(Napi::CallbackInfo const&)>
Napi::ClassPropertyDescriptor<Class> getter(char const* name) {
  napi_property_descriptor descriptor{};
  descriptor.utf8name = name;
  descriptor.getter = call<Class, body>;
  descriptor.attributes = napi_default;
  return descriptor;
}

}  // namespace kac::binding
