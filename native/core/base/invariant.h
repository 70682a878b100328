#pragma once

#include <cstdio>
#include <cstdlib>

namespace kac {

/// Ends the process when the program itself is wrong, in release builds too. Never for what a packet, an image or a
/// user says.
inline void invariant(bool holds, char const* file = __builtin_FILE(), int line = __builtin_LINE()) {
  if (holds) [[likely]] {
    return;
  }
  std::fprintf(stderr, "%s:%d: broken invariant\n", file, line);
  std::abort();
}

}  // namespace kac
