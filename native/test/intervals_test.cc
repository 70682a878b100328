#include "core/router/intervals.h"

#include "test/draft.h"
#include "test/harness.h"

namespace kac::test {
namespace {

struct Row {
  char const* words;  // the router's settings
  std::int64_t master_interval;
  std::int64_t skew;
  std::int64_t master_down;
};

// RFC 3768 section 6.1: skew (256 - priority) / 256 s, down 3 * interval + skew.
// RFC 9568 section 6.1: skew (256 - priority) * master interval / 256. All in microseconds, rounded down.
constexpr Row rows[] = {
    {"version 2 priority 100 interval 1s", 1'000'000, 609'375, 3'609'375},
    {"version 2 priority 150 interval 1s", 1'000'000, 414'062, 3'414'062},
    {"version 2 priority 254 interval 1s", 1'000'000, 7'812, 3'007'812},
    {"version 2 priority 255 interval 1s", 1'000'000, 3'906, 3'003'906},
    {"version 2 priority 1 interval 1s", 1'000'000, 996'093, 3'996'093},
    {"version 2 priority 100 interval 10s", 10'000'000, 609'375, 30'609'375},
    {"version 2 priority 1 interval 255s", 255'000'000, 996'093, 765'996'093},
    {"version 3 priority 100 interval 1s", 1'000'000, 609'375, 3'609'375},
    {"version 3 priority 100 interval 100ms", 100'000, 60'937, 360'937},
    {"version 3 priority 1 interval 10ms", 10'000, 9'960, 39'960},
    {"version 3 priority 255 interval 10ms", 10'000, 39, 30'039},
    {"version 3 priority 254 interval 40950ms", 40'950'000, 319'921, 123'169'921},
    {"version 3 priority 100 interval 1s", 2'000'000, 1'218'750, 7'218'750},  // learned
    {"version 3 priority 100 interval 100ms down-adverts 1", 100'000, 60'937, 160'937},
    {"version 3 priority 100 interval 100ms down-adverts 5", 100'000, 60'937, 560'937},
    {"version 3 priority 100 interval 100ms down-adverts 100", 100'000, 60'937, 10'060'937},
};

}  // namespace

void test_intervals() {
  for (Row const& row : rows) {
    RouterDraft draft = new_draft("VI_1");
    check(!describe(draft, split_words(row.words), 0), row.words);
    RouterSpec const& spec = draft.spec;
    Micros const master{row.master_interval};
    check_equal(skew_time(spec.version, spec.priority, master).count, row.skew, std::string("skew, ") + row.words);
    check_equal(master_down_interval(spec, spec.priority, master).count, row.master_down,
                std::string("master down interval, ") + row.words);
  }
}

}  // namespace kac::test
