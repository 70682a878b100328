#include "core/bfd/sessions.h"

#include <algorithm>
#include <string>

namespace kac::bfd {
namespace {

/// A session takes three packets, and who is not up sends one a second (RFC 5880 section 6.8.3).
constexpr Micros comes_up_within{3'000'000};

/// Whether a packet that came between these addresses may be of this session.
bool is_between(SessionSpec const& spec, Arrival const& arrival) {
  bool const to_us = !spec.source || *spec.source == arrival.destination;
  return spec.multihop == arrival.multihop && spec.neighbor == arrival.source && to_us;
}

}  // namespace

std::vector<PathNews> Sessions::release(Image const& next) {
  std::unordered_map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < next.sessions.size(); i++) places.emplace(next.sessions[i].identity, i);
  kept_.assign(next.sessions.size(), std::nullopt);
  std::vector<PathNews> news;
  for (std::uint32_t i = 0; i < sessions_.size(); i++) {
    SessionSpec const& spec = sessions_[i].spec();
    news.push_back({spec.tracker, std::nullopt});
    auto const place = places.find(spec.identity);
    if (place == places.end()) {
      end(i);
    } else {
      kept_[place->second] = sessions_[i];
    }
  }
  return news;
}

std::vector<PathNews> Sessions::adopt(Micros now, Image const& next, bool trial) {
  sessions_.clear();
  by_discriminator_.clear();
  deadlines_.reset(next.sessions.size());
  std::vector<PathNews> news;
  for (std::optional<Session> const& kept : kept_) {
    if (kept) by_discriminator_.emplace(kept->discriminator(), 0);
  }
  for (std::uint32_t i = 0; i < next.sessions.size(); i++) {
    SessionSpec const& spec = next.sessions[i];
    if (kept_[i]) kept_[i]->adopt(now, spec);
    Session const& session = sessions_.emplace_back(
        kept_[i] ? *kept_[i] : Session(now, spec, new_discriminator(), trial ? comes_up_within : Micros{}));
    by_discriminator_.insert_or_assign(session.discriminator(), i);
    deadlines_.set(i, session.next_timeout());
    news.push_back({spec.tracker, session.path_good()});
  }
  kept_.clear();
  return news;
}

void Sessions::hand_over(FieldWriter& fields) const {
  fields(chance_, rejected_);
  for (Session const& session : sessions_) {
    fields.record([&] { fields(std::string(session.spec().identity), session); });
  }
}

char const* Sessions::resume(Micros now, Image const& image, FieldReader fields) {
  fields(chance_, rejected_);
  kept_.assign(image.sessions.size(), std::nullopt);
  while (fields.left() > 0) {
    FieldReader one = fields.record();
    std::string identity;
    one(identity);
    auto const place = std::ranges::find(image.sessions, identity, &SessionSpec::identity);
    if (place == image.sessions.end()) continue;
    std::optional<Session>& kept = kept_[static_cast<std::size_t>(place - image.sessions.begin())];
    if (kept) return "a session was handed over twice";
    one(kept.emplace(now, *place, 0, Micros{}));
    if (!one.ok() || !kept->may_be()) return "what was handed over of a session cannot be";
    if (!by_discriminator_.emplace(kept->discriminator(), 0).second) return "two sessions have one discriminator";
  }
  return fields.ok() ? nullptr : "what was handed over of the sessions ends too early";
}

/// RFC 5880 section 6.8.1: not 0, and of one session only.
std::uint32_t Sessions::new_discriminator() {
  std::uint32_t discriminator = 0;
  while (discriminator == 0 || by_discriminator_.contains(discriminator)) discriminator = chance_.next();
  return discriminator;
}

void Sessions::stop() {
  for (std::uint32_t i = 0; i < sessions_.size(); i++) end(i);
}

void Sessions::end(std::uint32_t index) {
  Session& session = sessions_[index];
  State const before = session.state();
  if (auto const last = session.stop()) outbox_.say(SendBfd{index, encode(*last)});
  outbox_.say(SessionChange{index, before, session.state(), session.diagnostic()});
  deadlines_.set(index, std::nullopt);
}

/// RFC 5880 section 6.8.6: by the discriminator that it names, or by its addresses while it names none.
std::optional<std::uint32_t> Sessions::find(Arrival const& arrival, Packet const& packet) const {
  if (packet.your_discriminator != 0) {
    auto const found = by_discriminator_.find(packet.your_discriminator);
    return found == by_discriminator_.end() ? std::nullopt : std::optional(found->second);
  }
  auto const meant = [&](Session const& session) { return is_between(session.spec(), arrival); };
  auto const found = std::ranges::find_if(sessions_, meant);
  if (found == sessions_.end()) return std::nullopt;
  return static_cast<std::uint32_t>(found - sessions_.begin());
}

Reject Sessions::judge(Arrival const& arrival, std::variant<Packet, Reject> const& decoded,
                       std::optional<std::uint32_t>& session) const {
  if (Reject const* const wrong = std::get_if<Reject>(&decoded)) return *wrong;
  session = find(arrival, *std::get_if<Packet>(&decoded));
  if (!session) return Reject::unknown_session;
  SessionSpec const& spec = sessions_[*session].spec();
  if (!is_between(spec, arrival)) return Reject::address;
  return arrival.ttl < spec.ttl_min ? Reject::ttl : Reject::none;
}

std::optional<PathNews> Sessions::receive(Micros now, Arrival const& arrival) {
  std::variant<Packet, Reject> const decoded = decode(arrival.bytes);
  std::optional<std::uint32_t> index;
  Reject const reject = judge(arrival, decoded, index);
  rejected_[static_cast<std::size_t>(reject)]++;
  if (reject != Reject::none) return std::nullopt;
  Session& session = sessions_[*index];
  State const before = session.state();
  std::optional<bool> const was_good = session.path_good();
  session.receive(now, *std::get_if<Packet>(&decoded));
  return settle(*index, before, was_good);
}

std::optional<PathNews> Sessions::serve(Micros now) {
  auto const first = deadlines_.first();
  if (!first || first->deadline > now) return std::nullopt;
  Session& session = sessions_[first->slot];
  State const before = session.state();
  std::optional<bool> const was_good = session.path_good();
  session.handle_timeout(now);
  while (auto const packet = session.transmit(now, chance_)) outbox_.say(SendBfd{first->slot, encode(*packet)});
  return settle(first->slot, before, was_good);
}

std::optional<PathNews> Sessions::settle(std::uint32_t index, State before, std::optional<bool> was_good) {
  Session const& session = sessions_[index];
  deadlines_.set(index, session.next_timeout());
  if (session.state() != before) {
    outbox_.say(SessionChange{index, before, session.state(), session.diagnostic()});
  }
  if (session.path_good() == was_good) return std::nullopt;
  return PathNews{session.spec().tracker, session.path_good()};
}

}  // namespace kac::bfd
