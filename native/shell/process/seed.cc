#include "shell/process/seed.h"

#include <sys/random.h>
#include <unistd.h>

#include "shell/clock.h"

namespace kac {

/// Soon after the machine has started the kernel may have none to give yet: then the clock has to do.
std::uint64_t new_seed() {
  std::uint64_t seed = 0;
  if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) == static_cast<ssize_t>(sizeof seed)) return seed;
  return static_cast<std::uint64_t>(real_now().count) ^ static_cast<std::uint64_t>(getpid()) << 32;
}

}  // namespace kac
