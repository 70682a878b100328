#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/image/image.h"

namespace kac {

/// Reads the encodings of image.h.
class ImageReader {
 public:
  static constexpr Micros duration_max{10'000'000'000'000};  // 115 days: far from where adding instants would overflow

  explicit ImageReader(std::span<std::uint8_t const> bytes) : reader_(bytes) {}

  /// Remembers the first thing that is wrong. What could not be read is zero, so that comes before what it would mean.
  void require(bool holds, char const* what) {
    if (error_ != nullptr || (holds && reader_.ok())) return;
    error_ = reader_.ok() ? what : "the image ends too early";
    offset_ = reader_.offset();
  }
  /// False as soon as something is wrong.
  bool ok() {
    require(true, nullptr);
    return error_ == nullptr;
  }
  [[nodiscard]] ImageError error() const { return {offset_, error_}; }
  [[nodiscard]] std::size_t left() const { return reader_.left(); }

  std::uint8_t u8() { return reader_.u8(); }
  std::uint16_t u16() { return reader_.u16(); }
  std::uint32_t u32() { return reader_.u32(); }
  bool flag() {
    std::uint8_t const value = u8();
    require(value <= 1, "a flag is neither 0 nor 1");
    return value == 1;
  }
  Micros duration() {
    Micros const value{reader_.i64()};
    require(value >= Micros{} && value <= duration_max, "a duration is out of range");
    return value;
  }
  Family family() {
    std::uint8_t const value = u8();
    require(value == 4 || value == 6, "an address family is neither 4 nor 6");
    return value == 6 ? Family::v6 : Family::v4;
  }
  IpAddress address() {
    Family const family_of_it = family();
    return IpAddress::of(family_of_it, reader_.take(address_bytes(family_of_it)));
  }
  IpAddress address(Family wanted) {
    IpAddress const value = address();
    require(value.family == wanted, "an address is of another family than what it belongs to");
    return value;
  }
  template <class Enum>
  Enum enumerator(Enum last) {
    std::uint8_t const value = u8();
    require(value <= static_cast<std::uint8_t>(last), "a value is not one of those known");
    return static_cast<Enum>(value);
  }
  std::array<std::uint8_t, 8> octets8() {
    std::array<std::uint8_t, 8> value{};
    std::ranges::copy(reader_.take(value.size()), value.begin());
    return value;
  }
  std::string_view text() {
    std::span<std::uint8_t const> const octets = reader_.take(u16());
    return {reinterpret_cast<char const*>(octets.data()), octets.size()};
  }
  std::span<std::uint8_t const> octets() { return reader_.take(u32()); }
  std::span<std::uint8_t const> messages() {
    std::span<std::uint8_t const> const value = octets();
    require(!value.empty(), "an object has no messages");
    return value;
  }
  template <class Entry, class Read>
  void list(std::vector<Entry>& entries, Read read) {
    for (std::uint32_t left = u32(); left > 0 && ok(); left--) entries.push_back(read());
  }

 private:
  Reader<std::endian::little> reader_;
  char const* error_ = nullptr;
  std::size_t offset_ = 0;
};

}  // namespace kac
