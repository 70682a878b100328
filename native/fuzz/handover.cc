#include "core/base/invariant.h"
#include "core/engine.h"
#include "test/draft.h"

/// Any octets as what an engine hands over, behind a right image, whose routers go on from there for a while.
namespace {

using namespace kac;

std::unique_ptr<Image const> make_image() {
  constexpr std::string_view lines[] = {
      "VI_1 version 2 ah pass s3cr3t vip 192.0.2.100/24",
      "VI_2 vrid 52 version 3 hmac permissive hmac-active 1 hmac-window 5s hmac-key 1:00 vip 192.0.2.101/24",
      "VI_3 vrid 53 version 3 pace 1s garp-delay 1s vip 192.0.2.102/24 vip 192.0.2.103/24 route 203.0.113.0/24",
      "VI_4 vrid 54 version 3 peer 192.0.2.2 peer 192.0.2.9 sync-group 1",
      "VI_5 vrid 55 source fe80::1 vip fe80::100/64 sync-group 1",
  };
  test::Drafts drafts;
  for (std::string_view const line : lines) {
    test::Words const words = test::split_words(line);
    invariant(!test::describe(drafts.emplace_back(test::new_draft(words[0])), words, 1));
  }
  return test::make_image(drafts, {test::new_session("link")});
}

void drain(Engine& engine) {
  Action action;
  while (engine.poll(action)) continue;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  HandoverReader from;
  if (from.open({data, size}) != nullptr) return 0;
  Engine engine;
  Micros now{1'000'000'000};
  engine.link(now, {2, "eth0", true});
  if (engine.resume(now, make_image(), from) != nullptr) return 0;
  drain(engine);
  for (int step = 0; step < 16; step++) {
    now = now + Micros{500'000};
    engine.handle_timeout(now);
    drain(engine);
  }
  // What was taken can be handed over again.
  HandoverWriter out;
  engine.hand_over(out, true);
  HandoverReader again;
  invariant(again.open(out.bytes()) == nullptr);
  Engine next;
  invariant(next.resume(now, make_image(), again) == nullptr);
  engine.load(now, make_image());
  engine.shutdown(now);
  drain(engine);
  return 0;
}
