#pragma once

#include <napi.h>

#include <cmath>
#include <optional>
#include <span>
#include <string>

#include "core/base/address.h"
#include "core/base/time.h"

namespace kac::binding {

/// Takes the arguments of a call in order. The first that is not what it must be becomes a pending exception that names
/// it; what is read from then on means nothing, so ok() is asked before any use.
class Arguments {
 public:
  explicit Arguments(Napi::CallbackInfo const& info) : info_(info) {}

  [[nodiscard]] bool ok() const { return ok_; }

  Micros instant(char const* what) { return {static_cast<std::int64_t>(integer(what, safe_integer_max))}; }
  std::uint32_t u32(char const* what) { return static_cast<std::uint32_t>(integer(what, UINT32_MAX)); }
  std::uint16_t u16(char const* what) { return static_cast<std::uint16_t>(integer(what, UINT16_MAX)); }
  std::int32_t i32(char const* what) { return static_cast<std::int32_t>(integer(what, INT32_MAX, INT32_MIN)); }
  std::uint8_t u8(char const* what) { return static_cast<std::uint8_t>(integer(what, UINT8_MAX)); }
  std::uint32_t index(char const* what, std::size_t count) {
    std::uint32_t const value = u32(what);
    if (ok_ && value >= count) refuse<Napi::RangeError>(what, "is out of range");
    return value;
  }
  bool flag(char const* what) {
    Napi::Value const value = next();
    if (!value.IsBoolean()) return refuse<Napi::TypeError>(what, "must be a boolean"), false;
    return value.As<Napi::Boolean>().Value();
  }
  std::string text(char const* what) {
    Napi::Value const value = next();
    if (!value.IsString()) return refuse<Napi::TypeError>(what, "must be a string"), std::string();
    return value.As<Napi::String>().Utf8Value();
  }
  /// Holds for the duration of the call.
  std::span<std::uint8_t const> bytes(char const* what) {
    Napi::Value const value = next();
    if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) {
      return refuse<Napi::TypeError>(what, "must be a Uint8Array"), std::span<std::uint8_t const>();
    }
    Napi::Uint8Array const array = value.As<Napi::Uint8Array>();
    return {array.Data(), array.ElementLength()};
  }
  IpAddress address(char const* what) { return address_of(what, bytes(what)); }
  /// Nothing when it has no bytes.
  std::optional<IpAddress> optional_address(char const* what) {
    std::span<std::uint8_t const> const octets = bytes(what);
    return octets.empty() ? std::nullopt : std::optional(address_of(what, octets));
  }

 private:
  static constexpr double safe_integer_max = 9'007'199'254'740'991;

  Napi::Value next() { return info_[at_++]; }

  IpAddress address_of(char const* what, std::span<std::uint8_t const> octets) {
    if (octets.size() == address_bytes(Family::v4)) return IpAddress::of(Family::v4, octets);
    if (octets.size() == address_bytes(Family::v6)) return IpAddress::of(Family::v6, octets);
    return refuse<Napi::TypeError>(what, "must have 4 or 16 bytes"), IpAddress();
  }

  double integer(char const* what, double max, double min = 0) {
    Napi::Value const value = next();
    if (!value.IsNumber()) return refuse<Napi::TypeError>(what, "must be a number"), 0;
    double const number = value.As<Napi::Number>().DoubleValue();
    bool const in_range = number >= min && number <= max && std::trunc(number) == number;
    if (!in_range) return refuse<Napi::RangeError>(what, "must be a whole number in range"), 0;
    return number;
  }

  template <class Kind>
  void refuse(char const* what, char const* why) {
    if (ok_) Kind::New(info_.Env(), std::string(what) + " " + why).ThrowAsJavaScriptException();
    ok_ = false;
  }

  Napi::CallbackInfo const& info_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

}  // namespace kac::binding
