#include "test/harness.h"

#include <cstdio>

namespace kac::test {
namespace {

unsigned passed = 0;
unsigned failed = 0;

}  // namespace

void check(bool holds, std::string_view what) {
  (holds ? passed : failed)++;
  if (!holds) std::printf("FAILED %.*s\n", static_cast<int>(what.size()), what.data());
}

void check_equal(std::string_view found, std::string_view wanted, std::string_view what) {
  check(found == wanted, what);
  if (found == wanted) return;
  std::printf("  wanted: %.*s\n", static_cast<int>(wanted.size()), wanted.data());
  std::printf("  found:  %.*s\n", static_cast<int>(found.size()), found.data());
}

void check_equal(std::int64_t found, std::int64_t wanted, std::string_view what) {
  check_equal(std::string_view(std::to_string(found)), std::to_string(wanted), what);
}

bool summarize() {
  std::printf("%u passed, %u failed\n", passed, failed);
  return failed == 0 && passed > 0;
}

}  // namespace kac::test
