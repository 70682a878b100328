#include <algorithm>
#include <random>

#include "core/base/bytes.h"
#include "core/base/deadline_heap.h"
#include "core/packets/checksum.h"
#include "core/router/complaints.h"
#include "core/router/timers.h"
#include "test/harness.h"
#include "test/words.h"

namespace kac::test {
namespace {

void test_reader() {
  std::vector<std::uint8_t> const octets = {1, 2, 3, 4, 5, 6, 7};
  NetworkReader network(octets);
  check_equal(network.u16(), 0x0102, "a network reader has the high octet first");
  check_equal(network.u32(), 0x03040506, "a network reader reads four octets");
  check_equal(network.u16(), 0, "what does not fit reads as zero");
  check(!network.ok(), "what does not fit is remembered");
  check_equal(network.u8(), 0, "nothing is read after a failure");
  Reader<std::endian::little> little(octets);
  check_equal(little.u32(), 0x04030201, "a little-endian reader has the low octet first");
  check(little.take(SIZE_MAX).empty() && !little.ok(), "a length that overflows is refused");
}

void test_writer() {
  std::array<std::uint8_t, 3> room{};
  NetworkWriter writer(room);
  writer.u16(0xabcd);
  writer.u16(0x1234);
  check(!writer.ok(), "what does not fit is not written");
  check_equal(show_hex(writer.written()), "abcd", "what fits is written");
}

void test_checksum() {
  // The example of RFC 1071 section 3.
  InternetChecksum sum;
  sum.add(std::vector<std::uint8_t>{0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7});
  check_equal(sum.value(), 0x220d, "the checksum of RFC 1071");
  InternetChecksum odd;
  odd.add(std::vector<std::uint8_t>{0x12});
  check_equal(odd.value(), 0xedff, "an odd octet is the high half of a word");
}

void test_timers() {
  Timers timers;
  check(!timers.next(), "no timer, no deadline");
  timers.set(Timer::refresh, Micros{20});
  timers.set(Timer::advert, Micros{20});
  timers.set(Timer::second_block, Micros{10});
  check_equal(timers.next()->count, 10, "the earliest deadline is next");
  check(!timers.expire(Micros{9}), "nothing expires early");
  check(timers.expire(Micros{30}) == Timer::second_block, "the earliest expires first");
  check(timers.expire(Micros{30}) == Timer::advert, "of two at one instant the one that is named first");
  timers.set(Timer::refresh, Micros{40});
  check(!timers.expire(Micros{30}), "a timer that is set again forgets the deadline before");
  timers.cancel_all();
  check(!timers.next(), "a cancelled timer is gone");
}

/// Against a plain list, with numbers that are the same in each run.
void test_heap() {
  constexpr std::size_t slots = 50;
  std::mt19937 chance(1);
  DeadlineHeap heap;
  heap.reset(slots);
  std::vector<std::optional<Micros>> model(slots);
  for (int step = 0; step < 20'000; step++) {
    auto const slot = static_cast<std::uint32_t>(chance() % slots);
    model[slot] = chance() % 4 == 0 ? std::nullopt : std::optional(Micros{static_cast<std::int64_t>(chance() % 100)});
    heap.set(slot, model[slot]);
    std::optional<std::size_t> earliest;
    for (std::size_t i = 0; i < slots; i++) {
      if (model[i] && (!earliest || *model[i] < *model[*earliest])) earliest = i;
    }
    auto const first = heap.first();
    bool const alike = first ? earliest && first->slot == *earliest && first->deadline == *model[*earliest] : !earliest;
    if (!alike) return check(false, "the heap agrees with a plain list");
  }
  check(true, "the heap agrees with a plain list");
}

void test_complaints() {
  IpAddress const one = *read_address("192.0.2.1");
  IpAddress const other = *read_address("192.0.2.2");
  Complaints complaints;
  check(complaints.is_news(one, Reject::ttl), "the first fault is news");
  check(!complaints.is_news(one, Reject::ttl), "the same again is not");
  check(complaints.is_news(other, Reject::ttl), "of another sender it is");
  check(complaints.is_news(one, Reject::checksum), "another fault is");
  complaints.forget(one);
  check(complaints.is_news(one, Reject::checksum), "after a right packet it is again");
  check(!complaints.is_news(other, Reject::ttl), "but not of the other sender");
}

}  // namespace

void test_leaves() {
  test_reader();
  test_writer();
  test_checksum();
  test_timers();
  test_heap();
  test_complaints();
}

}  // namespace kac::test
