#include "test/harness.h"
#include "test/words.h"
#include "test/world.h"

/// Scripts in test/fixtures/engine: commands, a line `----`, then everything that happened, each at its virtual time
/// in milliseconds. `core_test --rewrite` writes what happens now; commit such a change only when it is understood.
namespace kac::test {
namespace {

struct Block {
  std::string commands;  // and comments between them
  std::string expected;
};

std::vector<Block> read_blocks(std::string const& text) {
  std::vector<Block> blocks;
  bool in_expected = false;
  bool fresh = true;
  for (std::string const& line : split_lines(text)) {
    if (line.empty() && (fresh || in_expected)) {
      fresh = true;
      in_expected = false;
      continue;
    }
    if (fresh) blocks.emplace_back();
    fresh = false;
    Block& block = blocks.back();
    if (line == "----") {
      in_expected = true;
    } else if (in_expected) {
      block.expected += line + "\n";
    } else {
      block.commands += line + "\n";
    }
  }
  return blocks;
}

}  // namespace

void test_scripts(Options const& options) {
  auto const files = files_in(options.fixtures / "engine", ".txt");
  check(!files.empty(), "there are engine scripts in " + options.fixtures.string());
  for (auto const& file : files) {
    World world;
    World relay(/*hands_over=*/true);
    std::string rewritten;
    unsigned number = 0;
    for (Block const& block : read_blocks(read_file(file))) {
      std::string const found = world.play(block.commands);
      std::string const what = file.filename().string() + ", block " + std::to_string(++number) + "\n" + block.commands;
      if (!options.rewrite) check_equal(found, block.expected, what);
      check_equal(relay.play(block.commands), found, "handed over again and again: " + what);
      rewritten += block.commands + "----\n" + found + "\n";
    }
    if (options.rewrite) write_file(file, rewritten.substr(0, rewritten.size() - 1));
  }
}

}  // namespace kac::test
