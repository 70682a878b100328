#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "shell/control/byte_queue.h"
#include "shell/control/control_client.h"
#include "shell/control/kept_events.h"
#include "shell/control/message.h"
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

/// Nobody vouches for what a predecessor hands over.
void test_kept_events_of_others() {
  MessageWriter out;
  std::span<std::uint8_t const> const message = out.start(Tell::transition).u64(7).finish();
  std::vector<std::uint8_t> const whole(message.begin(), message.end());
  for (std::size_t more = 0; more < whole.size(); more++) {
    std::vector<std::uint8_t> handed_over = whole;
    handed_over.insert(handed_over.end(), whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(more));
    KeptEvents kept;
    kept.resume(handed_over, 3);
    check(std::ranges::equal(kept.messages(), whole) && kept.lost() == 3, "a message that is cut is left out");
  }
  for (std::uint8_t const length : std::to_array<std::uint8_t>({0, 3, 255})) {
    std::vector<std::uint8_t> wrong = whole;
    wrong[0] = length;
    KeptEvents kept;
    kept.resume(wrong, 0);
    check(kept.messages().empty(), "a message of a length that cannot be is left out");
  }
}

/// Who reads slowly gets all of a long answer; who does not read at all is given up.
void test_slow_client() {
  std::array<int, 2> ends{};
  check(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) == 0, "a pair of sockets");
  UniqueFd const reader(ends[1]);
  ControlClient client(UniqueFd{ends[0]}, 0);
  std::vector<std::uint8_t> const answer(std::size_t{20} << 20, 7);
  client.queue(answer);
  bool alive = client.flush();
  std::vector<std::uint8_t> piece(1 << 20);
  std::size_t read = 0;
  for (ssize_t got = 0; alive && (got = recv(reader.get(), piece.data(), piece.size(), 0)) > 0;
       alive = client.flush()) {
    read += static_cast<std::size_t>(got);
  }
  check_equal(static_cast<std::int64_t>(read), static_cast<std::int64_t>(answer.size()), "a long answer arrives whole");
  int unread = 0;
  for (; unread < 100 && client.flush(); unread++) client.queue(piece);
  check(alive && unread > 4 && unread < 100, "who does not read is given up");
}

}  // namespace

void test_queues() {
  test_byte_queue();
  test_message();
  test_kept_events();
  test_kept_events_of_others();
  test_slow_client();
}

}  // namespace kac::test
