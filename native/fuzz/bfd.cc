#include <algorithm>

#include "core/base/bytes.h"
#include "core/engine.h"
#include "test/draft.h"

/// Any packets, at any pace, to one session of each kind. Input: records of u8 session, u8 tenths of a second that
/// pass, u8 TTL, u8 length, and that many octets of UDP payload; a discriminator of 1 in them stands for the session's
/// own.
namespace {

using namespace kac;

test::SessionDrafts make_drafts() {
  constexpr std::string_view lines[] = {
      "link min-tx 100ms min-rx 100ms multiplier 3",
      "quiet neighbor 192.0.2.3 source 192.0.2.1 passive multiplier 1",
      "far neighbor 198.51.100.2 multihop ttl-min 250",
      "v6 neighbor 2001:db8::2",
  };
  test::SessionDrafts drafts;
  for (std::string_view const line : lines) {
    test::Words const words = test::split_words(line);
    test::describe(drafts.emplace_back(test::new_session(words[0])), words, 1);
  }
  return drafts;
}

void drain(Engine& engine) {
  Action action;
  while (engine.poll(action)) continue;
}

constexpr std::size_t your_discriminator_at = 8;

/// Nobody guesses a discriminator.
std::vector<std::uint8_t> with_discriminator(std::span<std::uint8_t const> octets, std::uint32_t ours) {
  std::vector<std::uint8_t> bytes(octets.begin(), octets.end());
  if (bytes.size() < bfd::packet_bytes) return bytes;
  std::span<std::uint8_t> const yours = std::span(bytes).subspan(your_discriminator_at, sizeof ours);
  if (NetworkReader(yours).u32() == 1) NetworkWriter(yours).u32(ours);
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  static test::SessionDrafts const drafts = make_drafts();
  test::Drafts routers = {test::new_draft("VI_1")};
  test::describe(routers[0], {"track", "bfd:link,-60"}, 0);
  Engine engine;
  engine.load({}, test::make_image(routers, drafts));
  drain(engine);

  NetworkReader in({data, size});
  Micros now{};
  while (in.left() > 4) {
    std::size_t const index = in.u8() % engine.session_count();
    SessionSpec const& session = engine.image()->sessions[index];
    now = now + in.u8() * Micros{100'000};
    std::uint8_t const ttl = in.u8();
    std::span<std::uint8_t const> const octets = in.take(std::min<std::size_t>(in.u8(), in.left()));
    std::vector<std::uint8_t> const bytes = with_discriminator(octets, engine.session_status(index).discriminator);
    IpAddress const ours = session.source.value_or(IpAddress{.family = session.neighbor.family});
    engine.receive(now, bfd::Arrival{bytes, session.neighbor, ours, ttl, session.multihop});
    engine.handle_timeout(now);
    drain(engine);
  }
  engine.handle_timeout(now + Micros{10'000'000});
  return 0;
}
