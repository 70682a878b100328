#pragma once

#include <cstdint>

namespace kac {

/// Numbers that nobody outside can foretell when the seed is such, and the same ones for the same seed: SplitMix64.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}

  std::uint32_t next() {
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
    return static_cast<std::uint32_t>((mixed ^ mixed >> 31) >> 32);
  }
  /// From `first` to `last`, both included.
  std::uint32_t between(std::uint32_t first, std::uint32_t last) { return first + next() % (last - first + 1); }

  template <class Self, class Fields>
  static void exchange(Self& self, Fields& fields) {
    fields(self.state_);
  }

 private:
  std::uint64_t state_;
};

}  // namespace kac
