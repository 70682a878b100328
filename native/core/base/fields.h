#pragma once

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "core/base/address.h"
#include "core/base/bytes.h"
#include "core/base/time.h"

/// Values to bytes and back. What is kept of a class is said once, for both directions: its `exchange` hands each field
/// to a FieldWriter, which takes it, or to a FieldReader, which sets it.
///
/// Little-endian: bool u8 · numbers as they are · Micros i64 · address: u8 family (4, 6) and its octets · text, octets,
/// lists and maps: u32 count and entries · optional: bool and the value · class with `exchange`: a record, which is u32
/// length and its fields. Fields are only ever added at the end of a record: a reader that is older leaves them out,
/// one that is newer keeps what it has where the record ends.
namespace kac {

class FieldWriter {
 public:
  explicit FieldWriter(std::vector<std::uint8_t>& out) : out_(out) {}

  template <class... Fields>
  void operator()(Fields const&... fields) {
    (put(fields), ...);
  }
  template <class Enum>
  void enumerator(Enum value, Enum /*last*/) {
    put(static_cast<std::uint8_t>(value));
  }
  /// Whatever `write` writes, as a record.
  template <class Write>
  void record(Write write) {
    std::size_t const at = out_.size();
    put(std::uint32_t{0});
    write();
    std::size_t const length = out_.size() - at - sizeof(std::uint32_t);
    for (std::size_t i = 0; i < sizeof(std::uint32_t); i++) out_[at + i] = static_cast<std::uint8_t>(length >> (8 * i));
  }

 private:
  void put(bool value) { out_.push_back(value); }
  template <std::integral T>
  requires(!std::same_as<T, bool>) void put(T value) {
    for (std::size_t i = 0; i < sizeof value; i++) {
      out_.push_back(static_cast<std::uint8_t>(static_cast<std::make_unsigned_t<T>>(value) >> (8 * i)));
    }
  }
  void put(Micros value) { put(value.count); }
  void put(IpAddress const& address) {
    put(static_cast<std::uint8_t>(address.family));
    out_.insert(out_.end(), address.bytes().begin(), address.bytes().end());
  }
  template <class T>
  void put(std::optional<T> const& value) {
    put(value.has_value());
    if (value) put(*value);
  }
  void put(std::string const& text) { put_all(text); }
  void put(std::span<std::uint8_t const> octets) {
    put(static_cast<std::uint32_t>(octets.size()));
    out_.insert(out_.end(), octets.begin(), octets.end());
  }
  template <class T>
  void put(std::vector<T> const& list) {
    put_all(list);
  }
  template <class T, std::size_t size>
  void put(std::array<T, size> const& list) {
    put_all(list);
  }
  template <class Key, class Value, class Order>
  void put(std::map<Key, Value, Order> const& map) {
    put(static_cast<std::uint32_t>(map.size()));
    for (auto const& [key, value] : map) (*this)(key, value);
  }
  template <class T>
  requires requires(T const& value, FieldWriter& fields) { T::exchange(value, fields); }
  void put(T const& value) {
    record([&] { T::exchange(value, *this); });
  }
  void put_all(auto const& list) {
    put(static_cast<std::uint32_t>(list.size()));
    for (auto const& entry : list) put(entry);
  }

  std::vector<std::uint8_t>& out_;
};

/// Reads what nobody vouches for: after something that cannot be, ok() is false and the rest is left alone.
class FieldReader {
 public:
  /// Far from where the arithmetic of timers would overflow: 300 years.
  static constexpr Micros instant_max{10'000'000'000'000'000};

  explicit FieldReader(std::span<std::uint8_t const> bytes) : in_(bytes) {}

  template <class... Fields>
  void operator()(Fields&... fields) {
    (take_if_there(fields), ...);
  }
  template <class Enum>
  void enumerator(Enum& value, Enum last) {
    auto code = static_cast<std::uint8_t>(value);
    take_if_there(code);
    require(code <= static_cast<std::uint8_t>(last));
    if (ok()) value = static_cast<Enum>(code);
  }
  /// The fields of the next record.
  FieldReader record() { return FieldReader(in_.take(in_.u32())); }

  void require(bool holds) { ok_ = ok_ && holds; }
  [[nodiscard]] bool ok() const { return ok_ && in_.ok(); }
  [[nodiscard]] std::size_t left() const { return ok() ? in_.left() : 0; }

 private:
  void take_if_there(auto& value) {
    if (left() > 0) take(value);
  }
  void take(bool& value) {
    std::uint8_t const octet = in_.u8();
    require(octet <= 1);
    value = octet == 1;
  }
  template <std::integral T>
  requires(!std::same_as<T, bool>) void take(T& value) {
    std::uint64_t number = 0;
    std::span<std::uint8_t const> const octets = in_.take(sizeof value);
    for (std::size_t i = 0; i < octets.size(); i++) number |= std::uint64_t{octets[i]} << (8 * i);
    value = static_cast<T>(number);
  }
  void take(Micros& value) {
    take(value.count);
    require(value <= instant_max && Micros{} - instant_max <= value);
  }
  void take(IpAddress& address) {
    std::uint8_t const family = in_.u8();
    require(family == 4 || family == 6);
    auto const known = family == 6 ? Family::v6 : Family::v4;
    address = IpAddress::of(known, in_.take(address_bytes(known)));
  }
  template <class T>
  void take(std::optional<T>& value) {
    bool present = false;
    take(present);
    value.reset();
    if (present) take(value.emplace());
  }
  void take(std::string& text) {
    std::span<std::uint8_t const> const octets = in_.take(in_.u32());
    text.assign(octets.begin(), octets.end());
  }
  /// A view of what is read.
  void take(std::span<std::uint8_t const>& octets) { octets = in_.take(in_.u32()); }
  template <class T>
  void take(std::vector<T>& list) {
    list.clear();
    for (std::uint32_t count = in_.u32(); count > 0 && ok(); count--) take(list.emplace_back());
  }
  /// What there is no room for is left out: a newer engine may keep more.
  template <class T, std::size_t size>
  void take(std::array<T, size>& list) {
    std::uint32_t const count = in_.u32();
    for (std::uint32_t i = 0; i < count && ok(); i++) {
      T entry{};
      take(entry);
      if (i < size) list[i] = entry;
    }
  }
  template <class Key, class Value, class Order>
  void take(std::map<Key, Value, Order>& map) {
    map.clear();
    for (std::uint32_t count = in_.u32(); count > 0 && ok(); count--) {
      Key key{};
      Value value{};
      take(key);
      take(value);
      map.insert_or_assign(std::move(key), value);
    }
  }
  template <class T>
  requires requires(T& value, FieldReader& fields) { T::exchange(value, fields); }
  void take(T& value) {
    FieldReader fields = record();
    T::exchange(value, fields);
    require(fields.ok());
  }

  Reader<std::endian::little> in_;
  bool ok_ = true;
};

}  // namespace kac
