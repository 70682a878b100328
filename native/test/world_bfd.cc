#include <algorithm>

#include "test/world.h"

namespace kac::test {
namespace {

std::optional<bfd::State> read_state(std::string_view word) {
  for (auto const state : {bfd::State::admin_down, bfd::State::down, bfd::State::init, bfd::State::up}) {
    if (word == bfd::text(state)) return state;
  }
  return std::nullopt;
}

std::string show(bfd::Packet const& packet) {
  std::string line = std::string(bfd::text(packet.state)) + (packet.poll ? " poll" : "") +
                     (packet.final ? " final" : "") + " tx " + kac::test::show(Micros{packet.desired_min_tx}) + " rx " +
                     kac::test::show(Micros{packet.required_min_rx}) + " x" + std::to_string(packet.multiplier) +
                     " to " + std::to_string(packet.your_discriminator);
  if (packet.diagnostic == bfd::Diagnostic::none) return line;
  return line + ": " + std::string(bfd::text(packet.diagnostic));
}

/// What a neighbour says, and how it arrives.
struct Spoken {
  bfd::Packet packet{};
  IpAddress from, to;
  std::uint8_t ttl = 255;
  bool multihop = false;
};

/// A flag, or a key and its value: `poll`, `final`, `demand`, `multihop`; `mine 78`, `yours 0`, `tx 100ms`, `rx 0ms`,
/// `x 3`, `diagnostic 1`, `ttl 254`, `from 192.0.2.9`, `to 192.0.2.8`.
bool read_word(Spoken& spoken, Words const& words, std::size_t& at) {
  std::string const& key = words[at++];
  if (key == "poll") return spoken.packet.poll = true;
  if (key == "final") return spoken.packet.final = true;
  if (key == "demand") return spoken.packet.demand = true;
  if (key == "multihop") return spoken.multihop = true;
  std::string const value = at < words.size() ? words[at++] : "";
  auto const into = [](auto& field, auto const& read) {
    if (read) field = static_cast<std::decay_t<decltype(field)>>(*read);
    return read.has_value();
  };
  auto const micros = [&](std::uint32_t& field) {
    auto const read = read_duration(value);
    return into(field, read ? std::optional(read->count) : std::nullopt);
  };
  if (key == "mine") return into(spoken.packet.my_discriminator, read_number(value));
  if (key == "yours") return into(spoken.packet.your_discriminator, read_number(value));
  if (key == "tx") return micros(spoken.packet.desired_min_tx);
  if (key == "rx") return micros(spoken.packet.required_min_rx);
  if (key == "x") return into(spoken.packet.multiplier, read_number(value));
  if (key == "diagnostic") return into(spoken.packet.diagnostic, read_number(value));
  if (key == "ttl") return into(spoken.ttl, read_number(value));
  if (key == "from") return into(spoken.from, read_address(value));
  return key == "to" && into(spoken.to, read_address(value));
}

}  // namespace

std::optional<std::string> World::session(Words const& words) {
  if (words.size() < 2) return "not understood";
  SessionDraft* draft = session_draft(words);
  if (draft == nullptr) draft = &sessions_.emplace_back(new_session(words[1]));
  return describe(*draft, words, 2);
}

/// Unless told otherwise it has discriminator 77, knows ours, and does 100 ms three times; a neighbour that is down
/// sends once a second.
std::optional<std::string> World::bfd(Words const& words) {
  std::optional<std::size_t> const session = loaded_session(words);
  auto const state = words.size() > 2 ? read_state(words[2]) : std::nullopt;
  if (!session || !state) return "not understood";
  SessionSpec const& spec = sessions_[*session].spec;
  Spoken spoken;
  spoken.packet.state = *state;
  spoken.packet.multiplier = 3;
  spoken.packet.my_discriminator = 77;
  spoken.packet.your_discriminator = engine_->session_status(*session).discriminator;
  spoken.packet.desired_min_tx = *state == bfd::State::up ? 100'000 : 1'000'000;
  spoken.packet.required_min_rx = 100'000;
  spoken.from = spec.neighbor;
  spoken.to = spec.source.value_or(*read_address("192.0.2.1"));
  spoken.multihop = spec.multihop;
  for (std::size_t at = 3; at < words.size();) {
    if (!read_word(spoken, words, at)) return "not understood";
  }
  bfd::PacketBytes const bytes = bfd::encode(spoken.packet);
  engine_->receive(now_, {bytes, spoken.from, spoken.to, spoken.ttl, spoken.multihop});
  return std::nullopt;
}

std::optional<std::string> World::bfd_status(Words const& words) {
  std::optional<std::size_t> const session = loaded_session(words);
  if (!session) return "no such session";
  drain();
  bfd::SessionStatus const status = engine_->session_status(*session);
  say(words[1] + " is " + std::string(bfd::text(status.state)) + " since " + test::show(status.since) +
      ", the neighbour " + std::string(bfd::text(status.neighbor_state)) + ", the path " +
      (status.path_good ? "good" : "bad"));
  say("  sends every " + test::show(status.transmit_interval) + ", detection time " +
      test::show(status.detection_time) + ", packets " + std::to_string(status.received) + " received " +
      std::to_string(status.sent) + " sent, up " + std::to_string(status.went_up) + " times, down " +
      std::to_string(status.went_down));
  return std::nullopt;
}

std::optional<std::string> World::bfd_rejected(Words const&) {
  drain();
  auto const& rejected = engine_->sessions_rejected();
  for (std::size_t i = 1; i < rejected.size(); i++) {
    if (rejected[i] > 0)
      say("  " + std::string(bfd::name(static_cast<bfd::Reject>(i))) + " " + std::to_string(rejected[i]));
  }
  return std::nullopt;
}

void World::show_action(SendBfd const& action) {
  auto const decoded = bfd::decode(action.bytes);
  auto const* const packet = std::get_if<bfd::Packet>(&decoded);
  std::string const name(engine_->image()->sessions[action.session].name);
  say(name + " sends " + (packet == nullptr ? "what can not be decoded" : show(*packet)));
}

void World::show_action(SessionChange const& action) {
  std::string const name(engine_->image()->sessions[action.session].name);
  std::string const why = action.to == bfd::State::down || action.to == bfd::State::admin_down
                              ? ": " + std::string(bfd::text(action.diagnostic))
                              : "";
  say(name + " " + std::string(bfd::text(action.from)) + " -> " + std::string(bfd::text(action.to)) + why);
}

SessionDraft* World::session_draft(Words const& words) {
  if (words.size() < 2) return nullptr;
  auto const found = std::ranges::find(sessions_, words[1], &SessionDraft::name);
  return found == sessions_.end() ? nullptr : &*found;
}

/// As loaded() for routers.
std::optional<std::size_t> World::loaded_session(Words const& words) const {
  for (std::size_t i = 0; words.size() > 1 && i < engine_->session_count(); i++) {
    if (engine_->session_status(i).name == words[1]) return i;
  }
  return std::nullopt;
}

}  // namespace kac::test
