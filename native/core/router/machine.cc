#include "core/router/machine.h"

#include <algorithm>
#include <utility>

namespace kac {

Machine::Machine(Place const& place, LinkState link, std::optional<Micros> silent_until, Outbox& outbox,
                 WallClock const& wall_clock, Observations const& seen)
    : place_(place),
      outbox_(outbox),
      wall_clock_(wall_clock),
      seen_(seen),
      objects_(place, outbox),
      link_(link),
      master_interval_(place.spec->advert_interval) {
  timers_.set(Timer::startup, silent_until);
  weigh_trackers();
}

// What happens to it

void Machine::link(Micros now, LinkState link) {
  bool const was_deaf = std::exchange(link_, link) == LinkState::deaf;
  settle(now, was_deaf ? Reason::fault_cleared : Reason::interface_up);
}

void Machine::source(Micros now, bool present) {
  source_lost_ = !present;
  settle(now, Reason::fault_cleared);
}

void Machine::object_lost(Micros now, std::uint32_t object, Reason reason) {
  if (!objects_.lost(object) || state_ != State::master) return;
  leave_master(now, /*resign=*/true);
  become_backup(now, reason);
}

void Machine::object_taken_along(std::uint32_t object) {
  if (state_ == State::master) objects_.taken_along(object);
}

/// A running Master_Down_Timer moves by what its formula moves by. A master tells at once, so that a better router need
/// not wait for the next advert to be overdue; keepalived leaves it to the next periodic one.
void Machine::observe(Micros now) {
  std::uint8_t const before = priority();
  Micros const allowed_before = silence_allowed();
  weigh_trackers();
  if (priority() != before && has_role() && !tracker_failed_) {
    outbox_.say(PriorityChange{place_.index, state_, priority()});
    if (auto const down_at = timers_.deadline(Timer::master_down)) {
      timers_.set(Timer::master_down, *down_at + (silence_allowed() - allowed_before));
    }
    if (state_ == State::master) send_advert(now, priority());
  }
  settle(now, Reason::fault_cleared);
}

/// An owner keeps 255 (RFC 9568 section 6.1), but fails like everybody.
void Machine::weigh_trackers() {
  Weighing const weighed = weigh(spec().trackers, seen_);
  tracker_failed_ = weighed.fault;
  tracker_unknown_ = weighed.unknown;
  std::int32_t const sum = spec().priority + weighed.change;
  effective_priority_ = spec().priority == 255 ? 255 : static_cast<std::uint8_t>(std::clamp(sum, 1, 254));
}

void Machine::object_refused(std::uint32_t object) { objects_.refused(object); }

void Machine::handle_timeout(Micros now, std::uint32_t crowd) {
  bool const replaced = was_replaced(now);
  Micros const due = timers_.next().value_or(now);
  std::optional<Timer> const expired = timers_.expire(now);
  if (!expired || (!replaced && listens_first(now, *expired, now - due))) return;
  GarpSpec const& garp = spec().garp;
  switch (*expired) {
    case Timer::master_down:
      if (!is_grouped()) return become_master(now, takeover_);
      may_take_over_ = true;
      return timers_.set(Timer::master_down, now + master_down());
    case Timer::advert:
      if (!replaced) return send_periodic_advert(now, due, crowd);
      leave_master(now, /*resign=*/false);
      return become_backup(now, Reason::stalled);
    case Timer::startup:
      return settle(now, Reason::start);
    case Timer::second_block:
      objects_.announce_again(now);
      return timers_.set(Timer::second_block, objects_.next_block());
    case Timer::lower_prio_block:
      return objects_.announce(garp.lower_prio_repeat);
    case Timer::refresh:
      objects_.announce(garp.master_refresh_repeat);
      return timers_.set(Timer::refresh, now + garp.master_refresh);
    case Timer::elsewhere:
      objects_.announce_elsewhere();
      return set_elsewhere(now);
    case Timer::count:
      break;
  }
}

void Machine::stop(Micros now, Reason reason) {
  if (state_ == State::master) leave_master(now, /*resign=*/true);
  timers_.cancel_all();
  if (state_ != State::init) transition(now, State::init, reason);
}

/// Nothing is restarted: a timer that runs keeps what is left of it, moved only by what its formula moved by.
void Machine::adopt(Micros now, Place const& next, LinkState link) {
  RouterSpec const& before = spec();
  Micros const allowed_before = silence_allowed();
  bool const was_owner = is_owner();
  bool const learned = state_ == State::backup && master_ && next.spec->version == 3;
  // What was lost was lost from there, and who made the image saw it here.
  bool const same_place = before.source == next.spec->source && before.interface_index == next.spec->interface_index;
  source_lost_ = source_lost_ && same_place;
  Micros const refresh_before = before.garp.master_refresh;
  Micros const elsewhere_before = before.garp.elsewhere;
  objects_.adopt(next);
  place_ = next;
  group_failed_ = group_failed_ && is_grouped();
  freshness_.adopt(spec());
  weigh_trackers();
  link_ = link;
  if (!learned) master_interval_ = spec().advert_interval;
  if (auto const down_at = timers_.deadline(Timer::master_down)) {
    timers_.set(Timer::master_down, *down_at + (silence_allowed() - allowed_before));
  }
  settle(now, Reason::fault_cleared);
  if (state_ == State::backup && is_owner() && !was_owner) {  // as at the start
    may_take_over_ = true;
    if (!is_grouped()) become_master(now, Reason::owner);
  }
  if (state_ != State::master) return;
  // The backups still count with the interval of the last advert, so the next one is never later than it was due.
  timers_.set(Timer::advert, std::min(*timers_.deadline(Timer::advert), now + spec().advert_interval));
  objects_.put_on_new(now);
  timers_.set(Timer::second_block, objects_.next_block());
  if (spec().garp.master_refresh != refresh_before) set_refresh(now + spec().garp.master_refresh);
  if (spec().garp.elsewhere != elsewhere_before) set_elsewhere(now);
}

// What it does

/// Into Fault or out of it, as the facts say. RFC 9568 section 6.4.1: an owner goes to Master at once, also after a
/// fault; keepalived lets it wait as a backup then.
void Machine::settle(Micros now, Reason recovery) {
  bool const link_told = link_ != LinkState::unknown || !spec().track_interface;
  if (state_ == State::init && (!link_told || is_silenced())) return;
  std::optional<Reason> const reason = fault();
  if (reason && state_ != State::fault) return become_faulty(now, *reason);
  if (reason) reason_ = *reason;  // an interface that is removed goes down first
  if (reason || state_ == State::backup || state_ == State::master) return;
  master_interval_ = spec().advert_interval;
  if (is_owner() && !is_grouped()) return become_master(now, Reason::owner);
  bool const was_faulty = state_ == State::fault;
  become_backup(now, was_faulty ? recovery : Reason::start);
  // The master sends to this address: its neighbour entry may be gone, or another host's.
  if (was_faulty && !spec().peers.empty()) outbox_.source_frames(place_);
  may_take_over_ = is_owner();
}

/// The advert goes first, so that the old master drops the addresses before the neighbours are told.
void Machine::become_master(Micros now, Reason reason) {
  master_interval_ = spec().advert_interval;
  yielded_ = false;
  lower_since_.reset();
  timers_.cancel_all();
  send_advert(now, priority());
  objects_.put_on_all(now);
  timers_.set(Timer::second_block, objects_.next_block());
  set_refresh(now + spec().garp.master_delay + spec().garp.master_refresh);
  set_elsewhere(now);
  counters_.become_master++;
  transition(now, State::master, reason);
}

void Machine::become_backup(Micros now, Reason reason) {
  transition(now, State::backup, reason);
  // Whoever gives the role up gives the others their chance, and takes part in it.
  bool const gave_up = reason == Reason::address_removed || reason == Reason::routing_removed;
  wait_for_advert(now, gave_up ? Reason::unanswered : Reason::master_down);
}

void Machine::become_faulty(Micros now, Reason reason) {
  if (state_ == State::master) leave_master(now, /*resign=*/true);
  timers_.cancel_all();
  lower_since_.reset();
  master_.reset();
  transition(now, State::fault, reason);
}

void Machine::leave_master(Micros now, bool resign) {
  if (resign) send_advert(now, 0);
  timers_.cancel_all();
  objects_.take_off();
  master_.reset();
  rival_.reset();
  counters_.release_master++;
}

void Machine::transition(Micros now, State to, Reason reason) {
  outbox_.say(Transition{place_.index, state_, to, reason, priority()});
  state_ = to;
  may_take_over_ = false;
  listening_ = false;
  joining_ = joining_ && to == State::backup;
  reason_ = reason;
  since_ = now;
  complaints_.forget_all();
}

void Machine::wait_for_advert(Micros now, Reason takeover) {
  takeover_ = takeover;
  listening_ = false;
  timers_.set(Timer::master_down, now + silence_allowed());
}

void Machine::send_advert(Micros now, std::uint8_t advertised_priority) {
  identification_ = identification_ == UINT16_MAX ? 1 : static_cast<std::uint16_t>(identification_ + 1);
  bool const old_form = old_unicast_checksum_ && has_old_form(spec());
  PseudoHeader const form = old_form ? PseudoHeader::group : usual_pseudo_header(spec());
  AdvertFields fields{advertised_priority, identification_, form, 0, 0, {}};
  if (spec().auth == Auth::ah) fields.sequence = freshness_.next_sequence();
  if (signs(spec().hmac)) fields.stamp = freshness_.next_stamp(spec().hmac, wall_clock_.at(now));
  outbox_.advert(place_, fields);
  counters_.adverts_sent++;
  if (advertised_priority == 0) counters_.priority_zero_sent++;
  sent_at_ = now;
  listening_ = false;
  timers_.set(Timer::advert, now + spec().advert_interval);
}

/// One that is a little late does not put off all that follow it. Of many that are due at one instant the last would
/// always be late, by what the others take: they find instants of their own by sending once a little sooner.
void Machine::send_periodic_advert(Micros now, Micros due, std::uint32_t crowd) {
  send_advert(now, priority());
  if (now - due >= spec().advert_interval) return;
  timers_.set(Timer::advert, due + spec().advert_interval - Crowd::ahead(crowd, spec().advert_interval));
}

void Machine::set_refresh(Micros first) {
  bool const wanted = spec().garp.master_refresh > Micros{};
  timers_.set(Timer::refresh, wanted ? std::optional(first) : std::nullopt);
}

void Machine::set_elsewhere(Micros now) {
  Micros const every = spec().garp.elsewhere;
  timers_.set(Timer::elsewhere, every > Micros{} ? std::optional(now + every) : std::nullopt);
}

// What it knows

std::optional<Reason> Machine::fault() const {
  std::optional<Reason> const own = own_fault();
  if (own || !group_failed_) return own;
  return Reason::sync_group;
}

std::optional<Reason> Machine::own_fault() const {
  if (!spec().runnable) return Reason::not_runnable;
  bool const unknown = link_ == LinkState::unknown && spec().track_interface;
  if (link_ == LinkState::gone || unknown) return Reason::interface_gone;
  if (link_ == LinkState::deaf) return Reason::socket_closed;
  if (link_ == LinkState::down && spec().track_interface) return Reason::interface_down;
  if (source_lost_ || spec().source == IpAddress{spec().family}) return Reason::source_address_lost;
  // What a reload added is no reason to lose a role before it is known.
  if (tracker_failed_ || (tracker_unknown_ && !has_role())) return Reason::tracker_failed;
  return std::nullopt;
}

}  // namespace kac
