#include <algorithm>

#include "core/base/bytes.h"
#include "core/packets/advert.h"
#include "core/router/judge.h"
#include "test/draft.h"
#include "test/harness.h"

/// Recorded and hand-made packets in test/fixtures/packets: lines `router NAME SETTING ...` say who speaks, or in the
/// injected files who listens; the others are a word and an IP packet in hex. `frame`: we would send the same;
/// `pdu`: the same but for the IP header; other words are verdicts.
namespace kac::test {
namespace {

constexpr std::size_t ipv6_header_bytes = 40;

struct Recording {
  Drafts routers;
  struct Entry {
    std::string word;
    std::vector<std::uint8_t> octets;  // from the IP header on
  };
  std::vector<Entry> entries;
};

Recording read_recording(std::filesystem::path const& file) {
  Recording recording;
  for (std::string const& line : split_lines(read_file(file))) {
    Words const words = split_words(line);
    if (words.size() < 2 || words[0] == "#") continue;
    if (words[0] == "router") {
      auto const wrong = describe(recording.routers.emplace_back(new_draft(words[1])), words, 2);
      check(!wrong, file.string() + ": " + wrong.value_or(""));
      continue;
    }
    auto const octets = read_hex(words[1]);
    check(octets.has_value(), file.string() + " has hex in: " + line);
    recording.entries.push_back({words[0], octets.value_or(std::vector<std::uint8_t>{})});
  }
  check(!recording.routers.empty() && !recording.entries.empty(), file.string() + " has routers and packets");
  return recording;
}

/// As a raw socket gives it: an IPv6 header comes apart into control messages.
Datagram as_received(Family family, std::span<std::uint8_t const> octets) {
  if (family == Family::v4) return {octets, {}, {}, 0};
  return {octets.subspan(ipv6_header_bytes), IpAddress::of(family, octets.subspan(8)),
          IpAddress::of(family, octets.subspan(24)), octets[7]};
}

/// A router whose settings changed while it was recorded stands there once for each number of addresses.
RouterDraft const* find_sender(Drafts const& routers, Packet const& packet) {
  auto const speaks = [&](RouterDraft const& draft) {
    bool const same = draft.spec.source == packet.source && draft.spec.vrid == packet.vrid;
    return same && draft.objects.size() == packet.address_count;
  };
  auto const found = std::ranges::find_if(routers, speaks);
  return found == routers.end() ? nullptr : &*found;
}

/// As the recorded sender we would send the same octets.
void check_encoding(RouterDraft const& sender, Packet const& packet, Recording::Entry const& entry,
                    std::string const& what) {
  std::span<std::uint8_t const> const octets = entry.octets;
  std::unique_ptr<Image const> const image = make_image({sender});
  RouterSpec const& spec = image->routers[0];
  check_equal(packet.priority, packet.priority == 0 ? 0 : spec.priority, what + " has its priority");
  bool const v4 = spec.family == Family::v4;
  auto const identification = static_cast<std::uint16_t>(v4 ? octets[4] << 8 | octets[5] : 0);
  AdvertFields fields{packet.priority, identification, usual_pseudo_header(spec), 0, 0, packet.destination};
  if (!packet.ah.empty()) fields.sequence = NetworkReader(packet.ah.subspan(8)).u32();
  if (Octets const trailer = trailer_of(spec.family, packet); !trailer.empty()) {
    NetworkReader stamp(trailer.subspan(4));
    fields.stamp = std::uint64_t{stamp.u32()} << 32;
    fields.stamp |= stamp.u32();
  }
  std::array<std::uint8_t, advert_bytes_max> room{};
  auto const encoded = encode(spec, fields, room);
  if (entry.word == "pdu") {
    check_equal(show_hex(encoded.last(packet.pdu.size())), show_hex(packet.pdu), what + " has the PDU");
  } else {
    check_equal(show_hex(encoded), show_hex(v4 ? octets : octets.subspan(ipv6_header_bytes)), what + " has the octets");
  }
}

/// A peer with the same configuration accepts it.
void check_acceptance(RouterDraft listener, Packet const& packet, std::string const& what) {
  if (!listener.spec.peers.empty()) {
    listener.spec.peers = {PeerSpec{packet.source, 0, 255}};
    listener.spec.source = packet.destination;
  }
  std::unique_ptr<Image const> const image = make_image({listener});
  Verdict const verdict = judge(image->routers[0], packet);
  check_equal(text(verdict.reject), text(Reject::none), what + " is accepted");
  check(!verdict.old_unicast_checksum, what + " has the form of checksum that is configured");
  check(same_addresses(image->routers[0], packet), what + " names the addresses");
}

void check_truncation(RouterDraft const& listener, std::span<std::uint8_t const> octets, std::string const& what) {
  std::size_t const first = listener.spec.family == Family::v4 ? 0 : ipv6_header_bytes;
  std::unique_ptr<Image const> const image = make_image({listener});
  for (std::size_t size = first; size < octets.size(); size++) {
    auto const packet = decode(listener.spec.family, as_received(listener.spec.family, octets.first(size)));
    if (!packet || judge(image->routers[0], *packet).reject != Reject::none) continue;
    return check(false, what + " cut to " + std::to_string(size) + " is refused");
  }
  check(true, what + " cut anywhere is refused");
}

void check_recording(std::filesystem::path const& file) {
  Recording const recording = read_recording(file);
  unsigned number = 0;
  for (auto const& entry : recording.entries) {
    std::string const what = file.stem().string() + " packet " + std::to_string(++number);
    RouterDraft const& first = recording.routers[0];
    std::optional<Packet> const packet = decode(first.spec.family, as_received(first.spec.family, entry.octets));
    check(packet.has_value(), what + " is decoded");
    if (!packet) continue;
    RouterDraft const* const sender = find_sender(recording.routers, *packet);
    check(sender != nullptr, what + " is from a router of the file");
    if (sender == nullptr) continue;
    check_encoding(*sender, *packet, entry, what);
    check_acceptance(*sender, *packet, what);
    check_truncation(first, entry.octets, what);
  }
}

/// What a master makes of one packet with a higher priority: it becomes backup, or counts why not.
std::string verdict_of_master(RouterDraft const& draft, std::span<std::uint8_t const> octets) {
  Engine engine;
  engine.link({}, {draft.interface.index, draft.interface.name, true});
  engine.load({}, make_image({draft}));
  Micros const later = engine.next_timeout().value_or(Micros{});
  engine.handle_timeout(later);
  if (engine.status(0).state != State::master) return "not master";
  engine.receive(later, 0, as_received(draft.spec.family, octets));
  RouterStatus const status = engine.status(0);
  if (status.state == State::backup) {
    check(status.master_advert_interval <= Micros{40'950'000}, "a learned interval has twelve bits");
    return "accepted";
  }
  for (std::size_t i = 0; i < reject_count; i++) {
    if (status.counters->rejected[i] + engine.unmatched()[i] > 0) return std::string(name(static_cast<Reject>(i)));
  }
  return "ignored";
}

void check_verdicts(std::filesystem::path const& file) {
  Recording const recording = read_recording(file);
  unsigned number = 0;
  for (auto const& entry : recording.entries) {
    std::string const what = file.stem().string() + " packet " + std::to_string(++number);
    check_equal(verdict_of_master(recording.routers[0], entry.octets), entry.word, what);
  }
}

}  // namespace

void test_packets(Options const& options) {
  auto const files = files_in(options.fixtures / "packets", ".hex");
  check(!files.empty(), "there are recorded packets in " + options.fixtures.string());
  for (auto const& file : files) {
    if (file.stem().string().starts_with("injected-")) {
      check_verdicts(file);
    } else {
      check_recording(file);
    }
  }
}

}  // namespace kac::test
