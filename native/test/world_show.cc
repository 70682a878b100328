#include <algorithm>

#include "core/base/bytes.h"
#include "core/packets/advert.h"
#include "test/world.h"

namespace kac::test {
namespace {

std::string_view as_text(std::span<std::uint8_t const> octets) {
  return {reinterpret_cast<char const*>(octets.data()), octets.size()};
}

/// The sequence number of the authentication header, or the stamp of the HMAC trailer.
std::string show_proof(Family family, Packet const& packet) {
  if (!packet.ah.empty()) return " sequence " + std::to_string(NetworkReader(packet.ah.subspan(8)).u32());
  Octets const trailer = trailer_of(family, packet);
  if (trailer.empty()) return "";
  NetworkReader in(trailer.subspan(4));
  std::uint32_t const seconds = in.u32();
  return " key " + std::to_string(trailer[1]) + " stamp " + std::to_string(seconds) + "+" + std::to_string(in.u32());
}

std::string show_time_left(std::optional<Micros> deadline, Micros now) {
  return deadline ? show(*deadline - now) : "-";
}

}  // namespace

void World::drain() {
  Action action;
  while (engine_->poll(action)) {
    std::visit([&](auto const& done) { show_action(done); }, action);
  }
}

/// Equal lines that follow each other are written once; an empty line is written for nobody, and ends the repetition.
void World::say(std::string const& line) {
  std::string const stamped = line.empty() ? line : show(now_) + " " + line;
  if (stamped == last_line_) {
    repeated_++;
    return;
  }
  if (!last_line_.empty()) {
    output_ += last_line_ + (repeated_ > 1 ? " (" + std::to_string(repeated_) + " times)" : "") + "\n";
  }
  last_line_ = stamped;
  repeated_ = 1;
}

void World::show_action(SendAdvert const& action) {
  Datagram const datagram{action.bytes, action.source, action.destination, action.ttl};
  std::optional<Packet> const packet = decode(action.source.family, datagram);
  if (!packet) return say("an advert that can not be decoded");
  bool const plain = checksum_holds(action.source.family, *packet, PseudoHeader::none, {});
  bool const pseudo = checksum_holds(action.source.family, *packet, PseudoHeader::destination, {});
  say("advert " + show(action.source) + " > " + show(action.destination) + " VRID " + std::to_string(packet->vrid) +
      " v" + std::to_string(packet->version) + " priority " + std::to_string(packet->priority) + " every " +
      show(packet->interval) + " ttl " + std::to_string(packet->ttl) + " addresses " +
      std::to_string(packet->address_count) + (plain || pseudo ? "" : " old checksum") +
      show_proof(action.source.family, *packet));
}

void World::show_action(SendFrames const& action) {
  for (FrameSpec const& frame : action.frames) {
    say(std::string(as_text(frame.bytes)) + " on interface " + std::to_string(frame.interface_index));
  }
}

void World::show_action(Submit const& action) {
  for (std::string const& line : split_lines(as_text(action.messages))) say(router_name(action.router) + " " + line);
}

void World::show_action(Transition const& action) {
  say(router_name(action.router) + " " + std::string(text(action.from)) + " -> " + std::string(text(action.to)) +
      " priority " + std::to_string(action.effective_priority) + ": " + std::string(text(action.reason)));
}

void World::show_action(PriorityChange const& action) {
  say(router_name(action.router) + " " + std::string(text(action.state)) + " priority " +
      std::to_string(action.effective_priority));
}

void World::show_action(Rejected const& action) {
  say(router_name(action.router) + " rejects " + show(action.source) + ": " + std::string(text(action.reject)));
}

void World::show_action(LowerPriority const& action) {
  say(router_name(action.router) + " hears " + show(action.source) + " with priority " +
      std::to_string(action.priority));
}

void World::show_action(HeldUp const& action) {
  say(router_name(action.router) + " is " + show(action.late) + " late and listens");
}

void World::show_action(Stranger const& action) {
  say("VRID " + std::to_string(action.vrid) + " of " + show(action.source) + " on interface " +
      std::to_string(action.interface_index) + " is not known");
}

void World::show_action(Finished const&) { say("finished"); }

std::string World::router_name(std::uint32_t router) const {
  return std::string(engine_->image()->routers[router].name);
}

std::optional<std::string> World::status(Words const& words) {
  std::optional<std::size_t> const router = loaded(words);
  if (!router) return "no such router";
  drain();
  RouterStatus const status = engine_->status(*router);
  say(words[1] + " is " + std::string(text(status.state)) + " since " + show(status.since) + " (" +
      std::string(text(status.reason)) + "), priority " + std::to_string(status.effective_priority));
  std::string const master =
      status.master_known ? show(status.master) + " priority " + std::to_string(status.master_priority) : "unknown";
  say("  master " + master + ", last advert " + show(status.last_advert) + ", its interval " +
      show(status.master_advert_interval));
  say("  skew " + show(status.skew) + ", master down interval " + show(status.master_down_interval) + ", time left " +
      show_time_left(status.master_down_at, now_) + ", objects failed " + std::to_string(status.objects_failed));
  return std::nullopt;
}

std::optional<std::string> World::counters(Words const& words) {
  std::optional<std::size_t> const router = loaded(words);
  if (!router) return "no such router";
  drain();
  Counters const& counters = *engine_->status(*router).counters;
  auto const number = [](std::uint64_t value) { return std::to_string(value); };
  say(words[1] + " adverts " + number(counters.adverts_received) + " received " + number(counters.adverts_sent) +
      " sent, master " + number(counters.become_master) + " times, left " + number(counters.release_master));
  say("  priority zero " + number(counters.priority_zero_received) + " received " +
      number(counters.priority_zero_sent) + " sent, lower priority " + number(counters.lower_priority_received) +
      ", address lists that differ " + number(counters.address_list_errors));
  if (counters.interval_mismatches > 0) say("  intervals that differ " + number(counters.interval_mismatches));
  for (std::size_t i = 0; i < reject_count; i++) {
    if (counters.rejected[i] == 0) continue;
    say("  rejected " + std::string(name(static_cast<Reject>(i))) + " " + number(counters.rejected[i]));
  }
  auto const& unmatched = engine_->unmatched();
  auto const unknown = unmatched[static_cast<std::size_t>(Reject::unknown_vrid)];
  auto const truncated = unmatched[static_cast<std::size_t>(Reject::truncated)];
  for (Stranger const& stranger : engine_->strangers()) {
    say("  stranger " + show(stranger.source) + " VRID " + std::to_string(stranger.vrid) + " " +
        number(stranger.adverts) + " adverts, last " + show(stranger.last_heard));
  }
  if (unknown + truncated > 0) say("  unknown VRID " + number(unknown) + ", truncated " + number(truncated));
  return std::nullopt;
}

}  // namespace kac::test
