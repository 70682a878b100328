#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>

namespace kac {

using Octets = std::span<std::uint8_t const>;

/// HMAC (RFC 2104) of the parts as one message. MD5 (RFC 1321) is what VRRPv2's authentication header has, SHA-256
/// (FIPS 180-4) what the HMAC trailer has. A key has at most 64 bytes, which is the block of both.
std::array<std::uint8_t, 16> hmac_md5(Octets key, std::initializer_list<Octets> parts);
std::array<std::uint8_t, 32> hmac_sha256(Octets key, std::initializer_list<Octets> parts);

constexpr std::size_t hmac_key_bytes_max = 64;

/// In a time that does not tell where they differ.
bool equal_in_constant_time(Octets a, Octets b);

}  // namespace kac
