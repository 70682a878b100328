#pragma once

#include <cstdint>

namespace kac {

/// A number that nobody can foretell.
std::uint64_t new_seed();

}  // namespace kac
