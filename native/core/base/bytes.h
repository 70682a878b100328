#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace kac {

/// Takes numbers off the front of bytes that nobody vouches for. What does not fit reads as zero and makes ok() false
/// from then on, so that a caller asks once, at the end.
template <std::endian order>
class Reader {
 public:
  explicit Reader(std::span<std::uint8_t const> bytes) : bytes_(bytes) {}

  std::uint8_t u8() { return number<std::uint8_t>(); }
  std::uint16_t u16() { return number<std::uint16_t>(); }
  std::uint32_t u32() { return number<std::uint32_t>(); }
  std::int64_t i64() { return static_cast<std::int64_t>(number<std::uint64_t>()); }

  std::span<std::uint8_t const> take(std::size_t size) {
    if (!ok_ || size > left()) {
      ok_ = false;
      return {};
    }
    at_ += size;
    return bytes_.subspan(at_ - size, size);
  }

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] std::size_t offset() const { return at_; }
  [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }

 private:
  template <class Unsigned>
  Unsigned number() {
    std::span<std::uint8_t const> const octets = take(sizeof(Unsigned));
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < octets.size(); i++) {
      value = value << 8 | octets[order == std::endian::big ? i : octets.size() - 1 - i];
    }
    return static_cast<Unsigned>(value);
  }

  std::span<std::uint8_t const> bytes_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

using NetworkReader = Reader<std::endian::big>;

/// Writes in network order into room that the caller made large enough; what does not fit makes ok() false.
class NetworkWriter {
 public:
  explicit NetworkWriter(std::span<std::uint8_t> room) : room_(room) {}

  void u8(std::uint8_t value) { put({&value, 1}); }
  void u16(std::uint16_t value) {
    std::uint8_t const octets[] = {static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
    put(octets);
  }
  void u32(std::uint32_t value) {
    u16(static_cast<std::uint16_t>(value >> 16));
    u16(static_cast<std::uint16_t>(value));
  }
  void put(std::span<std::uint8_t const> octets) {
    if (!ok_ || octets.size() > room_.size() - at_) {
      ok_ = false;
      return;
    }
    std::ranges::copy(octets, room_.subspan(at_).begin());
    at_ += octets.size();
  }

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] std::span<std::uint8_t> written() const { return room_.first(at_); }

 private:
  std::span<std::uint8_t> room_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

/// Overwrites two octets in network order.
inline void write_u16(std::span<std::uint8_t, 2> where, std::uint16_t value) { NetworkWriter(where).u16(value); }

}  // namespace kac
