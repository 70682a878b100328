#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace kac {

/// The Internet checksum (RFC 1071). An odd octet counts as the high half of a word, so only the last part may be odd.
class InternetChecksum {
 public:
  void add(std::span<std::uint8_t const> octets) {
    for (std::size_t i = 0; i < octets.size(); i++) {
      sum_ += i % 2 == 0 ? std::uint32_t{octets[i]} << 8 : octets[i];
    }
  }
  void add(std::uint16_t word) { sum_ += word; }

  /// What goes into a checksum field that was added as zero; zero when the field was right.
  [[nodiscard]] std::uint16_t value() const {
    std::uint64_t folded = sum_;
    while (folded > 0xffff) folded = (folded & 0xffff) + (folded >> 16);
    return static_cast<std::uint16_t>(~folded);
  }

 private:
  std::uint64_t sum_ = 0;
};

}  // namespace kac
