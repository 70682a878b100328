#pragma once

#include <cstdint>
#include <span>

namespace kac {

/// By which a daemon recognises an image: FNV-1a, 64 bits.
inline std::uint64_t digest_of(std::span<std::uint8_t const> bytes) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (std::uint8_t const byte : bytes) hash = (hash ^ byte) * 0x100000001b3;
  return hash;
}

}  // namespace kac
