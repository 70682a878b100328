#pragma once

#include <concepts>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/address.h"
#include "core/base/time.h"
#include "core/control.h"

namespace kac {

/// One control message in the making, with the encodings of image.h. Used again for the next one by start().
class MessageWriter {
 public:
  MessageWriter& start(Tell type) {
    bytes_.clear();
    return u32(0).u16(static_cast<std::uint16_t>(type)).u16(0);
  }

  MessageWriter& u8(std::uint8_t value) { return number(value); }
  MessageWriter& u16(std::uint16_t value) { return number(value); }
  MessageWriter& u32(std::uint32_t value) { return number(value); }
  MessageWriter& u64(std::uint64_t value) { return number(value); }
  MessageWriter& i64(std::int64_t value) { return number(static_cast<std::uint64_t>(value)); }
  MessageWriter& micros(Micros value) { return i64(value.count); }

  MessageWriter& raw(std::span<std::uint8_t const> bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return *this;
  }

  /// Cut at 65,535 bytes.
  MessageWriter& text(std::string_view value) {
    value = value.substr(0, UINT16_MAX);
    u16(static_cast<std::uint16_t>(value.size()));
    bytes_.insert(bytes_.end(), value.begin(), value.end());
    return *this;
  }

  MessageWriter& ip(IpAddress const& address) {
    return u8(static_cast<std::uint8_t>(address.family)).raw(address.bytes());
  }

  /// The whole message, its length filled in.
  std::span<std::uint8_t const> finish() {
    auto const length = static_cast<std::uint32_t>(bytes_.size() - sizeof(std::uint32_t));
    for (std::size_t i = 0; i < sizeof length; i++) bytes_[i] = static_cast<std::uint8_t>(length >> (8 * i));
    return bytes_;
  }

 private:
  template <std::unsigned_integral T>
  MessageWriter& number(T value) {
    for (std::size_t i = 0; i < sizeof value; i++) bytes_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    return *this;
  }

  std::vector<std::uint8_t> bytes_;
};

/// Little-endian number at the start of `bytes`, which must hold it.
template <std::unsigned_integral T>
T read_number(std::span<std::uint8_t const> bytes) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof value; i++) value = static_cast<T>(value | static_cast<T>(bytes[i]) << (8 * i));
  return value;
}

}  // namespace kac
