#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>

namespace kac {

enum class Family : std::uint8_t { v4 = 4, v6 = 6 };

constexpr std::size_t address_bytes(Family family) { return family == Family::v4 ? 4 : 16; }

/// An IPv4 or IPv6 address in network order; the bytes behind an IPv4 address are zero.
struct IpAddress {
  Family family = Family::v4;
  std::array<std::uint8_t, 16> octets{};

  /// Of the first address_bytes(family) octets, or of fewer when there are not that many.
  static constexpr IpAddress of(Family family, std::span<std::uint8_t const> from) {
    IpAddress address{family};
    std::ranges::copy(from.first(std::min(from.size(), address_bytes(family))), address.octets.begin());
    return address;
  }

  /// Numeric order of the octets: what VRRP breaks ties with.
  friend constexpr auto operator<=>(IpAddress const&, IpAddress const&) = default;

  [[nodiscard]] constexpr std::size_t size() const { return address_bytes(family); }
  [[nodiscard]] constexpr std::span<std::uint8_t const> bytes() const { return {octets.data(), size()}; }
};

}  // namespace kac
