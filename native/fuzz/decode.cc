#include "core/base/bytes.h"
#include "core/engine.h"
#include "core/packets/advert.h"
#include "test/draft.h"

/// Any packets, at any pace, to one router of each kind. Input: records of u8 router, u8 tenths of a second that pass,
/// u16 length, and that many octets from the IP header on.
namespace {

using namespace kac;

constexpr std::size_t ipv6_header_bytes = 40;

test::Drafts make_drafts() {
  constexpr std::string_view lines[] = {
      "none version 2 vip 192.0.2.100/24",
      "ah version 2 ah pass s3cr3t vip 192.0.2.100/24",
      "hmac version 3 hmac permissive hmac-active 1 hmac-window 5s hmac-key 1:00 vip 192.0.2.100/24",
      "pass version 2 pass s3cr3t vip 192.0.2.100/24",
      "v3 version 3 interval 500ms vip 192.0.2.100/24 vip 192.0.2.101/24",
      "plain version 3 checksum-as-v2 preempt-delay 1s",
      "unicast version 3 peer 192.0.2.2 peer 192.0.2.9 check-unicast-source vip 192.0.2.100/24",
      "ipv6 source fe80::ff:fe00:9 vip fe80::100/64 vip 2001:db8:0:1::100/64",
      "unicast6 source 2001:db8:0:1::2 peer 2001:db8:0:1::1 ttl 64 nopreempt vip 2001:db8:0:1::100/64",
  };
  test::Drafts drafts;
  for (std::string_view const line : lines) {
    test::Words words = test::split_words(line);
    words.insert(words.end(), {"garp-delay", "1s", "on", words[0] + "@" + std::to_string(10 + drafts.size())});
    test::describe(drafts.emplace_back(test::new_draft(words[0])), words, 1);
  }
  return drafts;
}

Datagram as_received(Family family, std::span<std::uint8_t const> octets) {
  if (family == Family::v4 || octets.size() < ipv6_header_bytes) return {octets, {}, {}, 255};
  return {octets.subspan(ipv6_header_bytes), IpAddress::of(family, octets.subspan(8)),
          IpAddress::of(family, octets.subspan(24)), octets[7]};
}

void drain(Engine& engine) {
  Action action;
  while (engine.poll(action)) continue;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  static test::Drafts const drafts = make_drafts();
  Engine engine;
  for (test::RouterDraft const& draft : drafts) engine.link({}, {draft.interface.index, draft.interface.name, true});
  engine.load({}, test::make_image(drafts));
  drain(engine);

  NetworkReader in({data, size});
  Micros now{};
  while (in.left() > 4) {
    RouterSpec const& router = engine.image()->routers[in.u8() % engine.router_count()];
    now = now + in.u8() * Micros{100'000};
    std::span<std::uint8_t const> const octets = in.take(std::min<std::size_t>(in.u16(), in.left()));
    engine.receive(now, router.socket, as_received(router.family, octets));
    engine.handle_timeout(now);
    drain(engine);
  }
  return 0;
}
