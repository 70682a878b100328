#include <algorithm>

#include "core/base/bytes.h"
#include "core/engine.h"
#include "test/draft.h"
#include "test/harness.h"

/// Sessions of test/fixtures/bfd, each a recording of two sides: lines `session NAME SETTING ...`, `ends NAME WHY`, and
/// the instant and the octets of each IP packet.
namespace kac::test {
namespace {

constexpr std::size_t udp_header_bytes = 8;
constexpr std::uint16_t multihop_port = 4784;  // RFC 5883 section 5

struct Recorded {
  Micros at;
  std::vector<std::uint8_t> octets;  // from the IP header on
};

struct Recording {
  SessionDrafts sessions;
  std::map<std::string, std::string> ends;
  std::vector<Recorded> packets;
};

Recording read_recording(std::filesystem::path const& file) {
  Recording recording;
  for (std::string const& line : split_lines(read_file(file))) {
    Words const words = split_words(line);
    if (words.size() < 2 || words[0] == "#") continue;
    if (words[0] == "session") {
      auto const wrong = describe(recording.sessions.emplace_back(new_session(words[1])), words, 2);
      check(!wrong, file.string() + ": " + wrong.value_or(""));
    } else if (words[0] == "ends") {
      recording.ends[words[1]] = line.substr(("ends " + words[1] + " ").size());
    } else {
      auto const at = read_duration(words[0]);
      auto const octets = read_hex(words[1]);
      check(at && octets, file.string() + " has a time and hex in: " + line);
      if (at && octets) recording.packets.push_back({*at, *octets});
    }
  }
  check(recording.sessions.size() == 2 && !recording.packets.empty(), file.string() + " has two sides and packets");
  return recording;
}

bfd::Arrival as_received(std::span<std::uint8_t const> octets) {
  bool const v4 = octets[0] >> 4 == 4;
  Family const family = v4 ? Family::v4 : Family::v6;
  std::size_t const header = v4 ? 20 : 40;
  std::size_t const addresses = v4 ? 12 : 8;
  NetworkReader udp(octets.subspan(header + 2));
  return {octets.subspan(header + udp_header_bytes), IpAddress::of(family, octets.subspan(addresses)),
          IpAddress::of(family, octets.subspan(addresses + address_bytes(family))), octets[v4 ? 8 : 7],
          udp.u16() == multihop_port};
}

void check_octets(bfd::Arrival const& arrival, std::string const& what) {
  auto const decoded = bfd::decode(arrival.bytes);
  auto const* const packet = std::get_if<bfd::Packet>(&decoded);
  check(packet != nullptr, what + " is decoded");
  if (packet == nullptr) return;
  check_equal(show_hex(bfd::encode(*packet)), show_hex(arrival.bytes), what + " has the octets");
  for (std::size_t size = 0; size < arrival.bytes.size(); size++) {
    auto const cut = bfd::decode(arrival.bytes.first(size));
    check(std::holds_alternative<bfd::Reject>(cut), what + " cut to " + std::to_string(size) + " is refused");
  }
}

/// What one recorded side makes of the packets of the other one, at their times.
void check_side(Recording const& recording, SessionDraft const& side, std::string const& what) {
  Engine engine;
  engine.load({}, make_image({}, {side}));
  std::uint32_t const ours = engine.session_status(0).discriminator;
  Action action;
  auto const run = [&](Micros until) {
    for (auto next = engine.next_timeout(); next && *next <= until; next = engine.next_timeout()) {
      engine.handle_timeout(*next);
      while (engine.poll(action)) continue;
    }
  };
  std::int64_t given = 0;
  for (Recorded const& recorded : recording.packets) {
    run(recorded.at);
    bfd::Arrival arrival = as_received(recorded.octets);
    if (arrival.source != side.spec.neighbor) continue;
    auto const decoded = bfd::decode(arrival.bytes);
    bfd::Packet packet = *std::get_if<bfd::Packet>(&decoded);
    if (packet.your_discriminator != 0) packet.your_discriminator = ours;
    bfd::PacketBytes const bytes = bfd::encode(packet);
    arrival.bytes = bytes;
    engine.receive(recorded.at, arrival);
    given++;
  }
  run(recording.packets.back().at + Micros{10'000'000});
  bfd::SessionStatus const status = engine.session_status(0);
  check_equal(static_cast<std::int64_t>(status.received), given, what + " accepts all packets");
  check_equal(static_cast<std::int64_t>(status.went_up), 1, what + " comes up once");
  check_equal(bfd::text(status.state), "Down", what + " is down in the end");
  check_equal(bfd::text(status.diagnostic), recording.ends.at(side.name), what + " says why");
}

void test_recordings(Options const& options) {
  auto const files = files_in(options.fixtures / "bfd", ".hex");
  check(!files.empty(), "there are recorded sessions in " + options.fixtures.string());
  for (auto const& file : files) {
    Recording const recording = read_recording(file);
    unsigned number = 0;
    for (Recorded const& recorded : recording.packets) {
      check_octets(as_received(recorded.octets), file.stem().string() + " packet " + std::to_string(++number));
    }
    for (SessionDraft const& side : recording.sessions) {
      check_side(recording, side, file.stem().string() + " side " + side.name);
    }
  }
}

/// The table of RFC 5880 section 6.8.6, whole.
void test_states() {
  using enum bfd::State;
  struct Row {
    bfd::State own, theirs, next;
  };
  constexpr Row rows[] = {
      {admin_down, admin_down, admin_down},
      {admin_down, down, admin_down},
      {admin_down, init, admin_down},
      {admin_down, up, admin_down},
      {down, admin_down, down},
      {down, down, init},
      {down, init, up},
      {down, up, down},
      {init, admin_down, down},
      {init, down, init},
      {init, init, up},
      {init, up, up},
      {up, admin_down, down},
      {up, down, down},
      {up, init, up},
      {up, up, up},
  };
  for (Row const& row : rows) {
    check_equal(bfd::text(bfd::next_state(row.own, row.theirs)), bfd::text(row.next),
                std::string(bfd::text(row.own)) + " that hears " + std::string(bfd::text(row.theirs)));
  }
}

/// What RFC 5880 section 6.8.6 says must be discarded, and what must not.
void test_refusals() {
  struct Row {
    std::string_view octets;
    bfd::Reject wanted;
  };
  constexpr Row rows[] = {
      {"20c003180000004d0000000100030d4000030d4000000000", bfd::Reject::none},
      {"204003180000004d0000000000030d4000030d4000000000", bfd::Reject::none},
      {"200003180000004d0000000000030d4000030d4000000000", bfd::Reject::none},
      {"20c003180000004d0000000100030d4000030d400000", bfd::Reject::truncated},
      {"00c003180000004d0000000100030d4000030d4000000000", bfd::Reject::version},
      {"40c003180000004d0000000100030d4000030d4000000000", bfd::Reject::version},
      {"20c003170000004d0000000100030d4000030d4000000000", bfd::Reject::length},
      {"20c003190000004d0000000100030d4000030d4000000000", bfd::Reject::length},
      {"20c000180000004d0000000100030d4000030d4000000000", bfd::Reject::multiplier},
      {"20c103180000004d0000000100030d4000030d4000000000", bfd::Reject::multipoint},
      {"20c00318000000000000000100030d4000030d4000000000", bfd::Reject::discriminator},
      {"20c003180000004d0000000000030d4000030d4000000000", bfd::Reject::discriminator},
      {"208003180000004d0000000000030d4000030d4000000000", bfd::Reject::discriminator},
      {"20c403180000004d0000000100030d4000030d4000000000", bfd::Reject::authentication},
  };
  for (Row const& row : rows) {
    auto const octets = read_hex(row.octets);
    check(octets.has_value(), "hex");
    auto const decoded = bfd::decode(octets.value_or(std::vector<std::uint8_t>{}));
    auto const* const reject = std::get_if<bfd::Reject>(&decoded);
    check_equal(bfd::name(reject == nullptr ? bfd::Reject::none : *reject), bfd::name(row.wanted), row.octets);
  }
}

}  // namespace

void test_bfd(Options const& options) {
  test_states();
  test_refusals();
  test_recordings(options);
}

}  // namespace kac::test
