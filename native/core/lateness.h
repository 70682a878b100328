#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/base/time.h"

namespace kac {

/// How late timers are served: what a busy or paused host does to its roles.
struct Lateness {
  static constexpr std::array<Micros, 4> limits = {Micros{1'000}, Micros{10'000}, Micros{100'000}, Micros{1'000'000}};

  std::array<std::uint64_t, limits.size() + 1> counts{};  // up to each limit, above the one before; the rest
  Micros sum;
  Micros max;

  void note(Micros late) {
    std::size_t at = 0;
    while (at < limits.size() && late > limits[at]) at++;
    counts[at]++;
    sum = sum + late;
    if (late > max) max = late;
  }

  template <class Self, class Fields>
  static void exchange(Self& self, Fields& fields) {
    fields(self.counts, self.sum, self.max);
  }
};

}  // namespace kac
