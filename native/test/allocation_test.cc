#include <cstdlib>
#include <new>

#include "core/engine.h"
#include "core/packets/advert.h"
#include "test/draft.h"
#include "test/harness.h"

namespace {

std::size_t allocations = 0;

}  // namespace

void* operator new(std::size_t size) {
  allocations++;
  void* const memory = std::malloc(size);
  if (memory == nullptr) std::abort();
  return memory;
}
void* operator new(std::size_t size, std::nothrow_t const&) noexcept { return operator new(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace kac::test {
namespace {

constexpr std::size_t routers = 255;
constexpr std::size_t sessions = 50;

Drafts many_routers() {
  Drafts drafts;
  for (std::size_t i = 1; i <= routers; i++) {
    RouterDraft& draft = drafts.emplace_back(new_draft("VI_" + std::to_string(i)));
    Words const words = {"vrid", std::to_string(i), "version",      "3", "vip", "192.0.2.10/24",
                         "vip",  "192.0.2.11/24",   "garp-refresh", "1s"};
    check(!describe(draft, words, 0), "many routers");
  }
  return drafts;
}

void drain(Engine& engine) {
  Action action;
  while (engine.poll(action)) continue;
}

/// Sessions whose neighbours say a hundred times that they are down and up again, with a bad packet from each.
void flap(Engine& engine, Micros now) {
  for (int step = 0; step < 300; step++) {
    now = now + Micros{1'000};
    for (std::size_t i = 0; i < sessions; i++) {
      bfd::SessionStatus const status = engine.session_status(i);
      bfd::State const said = status.state == bfd::State::init ? bfd::State::init : bfd::State::down;
      bfd::PacketBytes bytes =
          bfd::encode({said, {}, true, false, false, false, 3, 77, status.discriminator, 1000, 1000, 0});
      engine.receive(now, bfd::Arrival{bytes, status.neighbor, {}, 255, false});
      bytes[0] = 0;  // a wrong version
      engine.receive(now, bfd::Arrival{bytes, status.neighbor, {}, 255, false});
    }
    engine.handle_timeout(now);
    drain(engine);
  }
}

SessionDrafts many_sessions() {
  SessionDrafts drafts;
  for (std::size_t i = 0; i < sessions; i++) {
    SessionDraft& draft = drafts.emplace_back(new_session("link" + std::to_string(i)));
    draft.spec.neighbor.octets[3] = static_cast<std::uint8_t>(i + 2);
  }
  return drafts;
}

}  // namespace

/// A takeover of all routers, a minute as master, and a better master for all, with a bad packet from each.
void test_allocation() {
  Engine engine;
  engine.link({}, {2, "eth0", true});
  engine.load({}, make_image(many_routers(), many_sessions()));
  drain(engine);
  std::vector<std::vector<std::uint8_t>> adverts;
  std::array<std::uint8_t, advert_bytes_max> room{};
  for (RouterSpec const& router : engine.image()->routers) {
    RouterSpec better = router;
    better.source = *read_address("192.0.2.2");
    auto const bytes = encode(better, {200, 1, PseudoHeader::destination, 0, 0, router.group}, room);
    adverts.emplace_back(bytes.begin(), bytes.end());
    adverts.emplace_back(bytes.begin(), bytes.end()).back() ^= 1;  // a wrong checksum
  }
  std::size_t const before = allocations;
  Micros now{};
  for (int step = 0; step < 640; step++) {
    now = now + Micros{100'000};
    engine.handle_timeout(now);
    drain(engine);
  }
  for (auto const& advert : adverts) engine.receive(now, 0, {advert, {}, {}, 0});
  drain(engine);
  flap(engine, now);
  check_equal(static_cast<std::int64_t>(allocations - before), 0, "nothing is allocated between two loads");
  check_equal(static_cast<std::int64_t>(engine.session_status(sessions - 1).went_down), 100, "each session flapped");
  RouterStatus const last = engine.status(routers - 1);
  check(last.state == State::backup && last.counters->become_master == 1, "each router was master and is backup");
  check_equal(static_cast<std::int64_t>(last.counters->rejected[static_cast<std::size_t>(Reject::checksum)]), 1,
              "each router rejected a packet");
}

}  // namespace kac::test
