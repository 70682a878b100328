#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

/// The core's test program: tables and fixtures, no framework. A check says what it is about and goes on.
namespace kac::test {

struct Options {
  std::filesystem::path fixtures = "test/fixtures";
  bool rewrite = false;  // of the expected part of scripts
};

void check(bool holds, std::string_view what);
void check_equal(std::string_view found, std::string_view wanted, std::string_view what);
void check_equal(std::int64_t found, std::int64_t wanted, std::string_view what);
/// Prints the sum; false when anything failed.
bool summarize();

void test_leaves();
void test_intervals();
void test_packets(Options const& options);
void test_bfd(Options const& options);
void test_image(Options const& options);
void test_engine();
void test_handover();
void test_allocation();
void test_scripts(Options const& options);

}  // namespace kac::test
