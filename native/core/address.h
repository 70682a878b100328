#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <span>

namespace kac {

enum class Family : std::uint8_t { v4 = 4, v6 = 6 };

/// An IPv4 or IPv6 address in network order; the bytes behind an IPv4 address are zero.
struct IpAddress {
  Family family = Family::v4;
  std::array<std::uint8_t, 16> octets{};

  /// Numeric order of the octets: what VRRP breaks ties with.
  friend constexpr auto operator<=>(IpAddress const&, IpAddress const&) = default;

  [[nodiscard]] constexpr std::size_t size() const { return family == Family::v4 ? 4 : 16; }
  [[nodiscard]] constexpr std::span<std::uint8_t const> bytes() const { return {octets.data(), size()}; }
};

}  // namespace kac
