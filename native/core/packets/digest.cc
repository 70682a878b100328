#include "core/packets/digest.h"

#include <algorithm>
#include <bit>

#include "core/base/invariant.h"

namespace kac {
namespace {

constexpr std::size_t block_bytes = 64;
using Block = std::array<std::uint8_t, block_bytes>;

/// RFC 1321 section 3.4.
struct Md5 {
  static constexpr std::size_t digest_bytes = 16;
  static constexpr std::endian order = std::endian::little;
  std::array<std::uint32_t, 4> state{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  void take(std::array<std::uint32_t, 16> const& words);
};

constexpr std::array<std::uint32_t, 64> md5_sines{
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};

void Md5::take(std::array<std::uint32_t, 16> const& words) {
  constexpr std::array<std::array<int, 4>, 4> shifts{
      {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}};
  auto [a, b, c, d] = state;
  for (std::size_t i = 0; i < 64; i++) {
    std::size_t const round = i / 16;
    std::uint32_t const mixed = round == 0   ? (b & c) | (~b & d)
                                : round == 1 ? (d & b) | (~d & c)
                                : round == 2 ? b ^ c ^ d
                                             : c ^ (b | ~d);
    std::size_t const word = round == 0 ? i : round == 1 ? 5 * i + 1 : round == 2 ? 3 * i + 5 : 7 * i;
    std::uint32_t const turned = std::rotl(a + mixed + md5_sines[i] + words[word % 16], shifts[round][i % 4]);
    a = d;
    d = c;
    c = b;
    b += turned;
  }
  state = {state[0] + a, state[1] + b, state[2] + c, state[3] + d};
}

/// FIPS 180-4 section 6.2.
struct Sha256 {
  static constexpr std::size_t digest_bytes = 32;
  static constexpr std::endian order = std::endian::big;
  std::array<std::uint32_t, 8> state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                     0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  void take(std::array<std::uint32_t, 16> const& words);
};

constexpr std::array<std::uint32_t, 64> sha256_constants{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

void Sha256::take(std::array<std::uint32_t, 16> const& words) {
  std::array<std::uint32_t, 64> schedule{};
  std::ranges::copy(words, schedule.begin());
  for (std::size_t i = 16; i < 64; i++) {
    std::uint32_t const near = schedule[i - 2];
    std::uint32_t const far = schedule[i - 15];
    schedule[i] = schedule[i - 16] + (std::rotr(far, 7) ^ std::rotr(far, 18) ^ far >> 3) + schedule[i - 7] +
                  (std::rotr(near, 17) ^ std::rotr(near, 19) ^ near >> 10);
  }
  auto [a, b, c, d, e, f, g, h] = state;
  for (std::size_t i = 0; i < 64; i++) {
    std::uint32_t const first = h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) + ((e & f) ^ (~e & g)) +
                                sha256_constants[i] + schedule[i];
    std::uint32_t const second =
        (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = d + first;
    d = c;
    c = b;
    b = a;
    a = first + second;
  }
  std::array<std::uint32_t, 8> const worked{a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < state.size(); i++) state[i] += worked[i];
}

/// Blocks, padding and the order of octets, which both algorithms have alike.
template <class Algorithm>
class Digest {
 public:
  void add(Octets octets) {
    for (std::uint8_t const octet : octets) {
      block_[size_++ % block_bytes] = octet;
      if (size_ % block_bytes == 0) take_block();
    }
  }

  std::array<std::uint8_t, Algorithm::digest_bytes> finish() {
    std::uint64_t const bits = size_ * 8;
    add(std::array<std::uint8_t, 1>{0x80});
    while (size_ % block_bytes != block_bytes - 8) add(std::array<std::uint8_t, 1>{0});
    std::array<std::uint8_t, 8> length{};
    for (std::size_t i = 0; i < 8; i++) length[i] = static_cast<std::uint8_t>(bits >> 8 * place(i, 8));
    add(length);
    std::array<std::uint8_t, Algorithm::digest_bytes> digest{};
    for (std::size_t i = 0; i < digest.size(); i++) {
      digest[i] = static_cast<std::uint8_t>(algorithm_.state[i / 4] >> 8 * place(i % 4, 4));
    }
    return digest;
  }

 private:
  /// Which octet of a number, counted from the low end, is the i-th of its octets.
  static constexpr std::size_t place(std::size_t i, std::size_t octets) {
    return Algorithm::order == std::endian::little ? i : octets - 1 - i;
  }

  void take_block() {
    std::array<std::uint32_t, 16> words{};
    for (std::size_t i = 0; i < block_bytes; i++) words[i / 4] |= std::uint32_t{block_[i]} << 8 * place(i % 4, 4);
    algorithm_.take(words);
  }

  Algorithm algorithm_;
  Block block_{};
  std::uint64_t size_ = 0;
};

template <class Algorithm>
auto hmac(Octets key, std::initializer_list<Octets> parts) {
  invariant(key.size() <= hmac_key_bytes_max);
  Block inner{};
  std::ranges::copy(key, inner.begin());
  Block outer = inner;
  for (std::uint8_t& octet : inner) octet ^= 0x36;
  for (std::uint8_t& octet : outer) octet ^= 0x5c;
  Digest<Algorithm> message;
  message.add(inner);
  for (Octets const part : parts) message.add(part);
  Digest<Algorithm> whole;
  whole.add(outer);
  whole.add(message.finish());
  return whole.finish();
}

}  // namespace

std::array<std::uint8_t, 16> hmac_md5(Octets key, std::initializer_list<Octets> parts) { return hmac<Md5>(key, parts); }

std::array<std::uint8_t, 32> hmac_sha256(Octets key, std::initializer_list<Octets> parts) {
  return hmac<Sha256>(key, parts);
}

bool equal_in_constant_time(Octets a, Octets b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); i++) difference |= static_cast<unsigned>(a[i] ^ b[i]);
  return difference == 0;
}

}  // namespace kac
