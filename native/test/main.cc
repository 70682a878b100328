#include <cstdio>
#include <string_view>

#include "test/harness.h"

int main(int count, char** arguments) {
  kac::test::Options options;
  for (int i = 1; i < count; i++) {
    std::string_view const argument = arguments[i];
    if (argument == "--rewrite") {
      options.rewrite = true;
    } else if (argument == "--fixtures" && i + 1 < count) {
      options.fixtures = arguments[++i];
    } else {
      std::fprintf(stderr, "usage: core_test [--rewrite] [--fixtures FOLDER]\n");
      return 64;
    }
  }
  kac::test::test_leaves();
  kac::test::test_intervals();
  kac::test::test_packets(options);
  kac::test::test_bfd(options);
  kac::test::test_image(options);
  kac::test::test_engine();
  kac::test::test_handover();
  kac::test::test_allocation();
  kac::test::test_scripts(options);
  return kac::test::summarize() ? 0 : 1;
}
