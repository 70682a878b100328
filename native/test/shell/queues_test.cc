#include <algorithm>
#include <numeric>
#include <vector>

#include "shell/byte_queue.h"
#include "shell/kept_events.h"
#include "shell/message.h"
#include "test/harness.h"
#include "test/shell/tests.h"

namespace kac::test {
namespace {

void test_byte_queue() {
  ByteQueue queue;
  std::vector<std::uint8_t> piece(1000);
  std::uint8_t next_in = 0;
  std::uint8_t next_out = 0;
  bool in_order = true;
  for (int round = 0; round < 50; round++) {
    for (std::uint8_t& octet : piece) octet = next_in++;
    queue.push(piece);
    std::size_t const out = std::min<std::size_t>(queue.size(), 700);
    for (std::uint8_t const octet : queue.bytes().first(out)) in_order &= octet == next_out++;
    queue.pop(out);
  }
  check(in_order, "a queue gives what it was given, in order");
  check_equal(static_cast<std::int64_t>(queue.size()), 50 * 300, "a queue keeps what was not taken");
  queue.clear();
  check(queue.empty() && queue.bytes().empty(), "a cleared queue is empty");
}

void test_message() {
  MessageWriter out;
  std::span<std::uint8_t const> const message =
      out.start(Tell::log).i64(-2).u8(1).text("ab").ip({.family = Family::v4, .octets = {192, 0, 2, 1}}).finish();
  std::vector<std::uint8_t> const wanted = {22,   0,    0,    0, 15, 0, 0,   0,   0xfe, 0xff, 0xff, 0xff, 0xff,
                                            0xff, 0xff, 0xff, 1, 2,  0, 'a', 'b', 4,    192,  0,    2,    1};
  check(std::ranges::equal(message, wanted), "a message has its length, type and little-endian fields");
  check(out.start(Tell::finished).finish().size() == message_header_bytes, "a message can be empty");
}

void test_kept_events() {
  KeptEvents kept;
  MessageWriter out;
  std::string const line(1000, 'x');
  std::uint64_t const count = 2 * kept_bytes_max / line.size();
  for (std::uint64_t i = 0; i < count; i++) {
    kept.keep(out.start(Tell::transition).u64(i).text(line).finish());
  }
  check(kept.messages().size() <= kept_bytes_max, "no more is kept than is allowed");
  std::uint64_t const first = read_number<std::uint64_t>(kept.messages().subspan(message_header_bytes));
  check_equal(static_cast<std::int64_t>(first), static_cast<std::int64_t>(kept.lost()),
              "the oldest are lost, and counted");
  std::size_t const size = out.finish().size();
  check_equal(static_cast<std::int64_t>(kept.messages().size() / size + kept.lost()), static_cast<std::int64_t>(count),
              "what is not lost is kept, whole");
  kept.clear();
  check(kept.messages().empty() && kept.lost() == 0, "once told they are forgotten");
}

}  // namespace

void test_queues() {
  test_byte_queue();
  test_message();
  test_kept_events();
}

}  // namespace kac::test
