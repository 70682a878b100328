#include "core/machine.h"

#include <algorithm>

#include "core/judge.h"

namespace kac {

Machine::Machine(Place const& place, LinkState link, Outbox& outbox)
    : place_(place),
      outbox_(outbox),
      objects_(place, outbox),
      link_(link),
      master_interval_(place.spec->advert_interval) {}

// What happens to it

void Machine::receive(Micros now, Packet const& packet) {
  if (state_ == State::init || state_ == State::fault) return;
  if (packet.source == spec().source) return;  // our own, come back
  Verdict const verdict = judge(spec(), packet);
  if (verdict.reject != Reject::none) return reject(now, packet.source, verdict.reject);
  complaints_.forget(packet.source);
  counters_.adverts_received++;
  if (packet.priority == 0) counters_.priority_zero_received++;
  if (!same_addresses(spec(), packet)) counters_.address_list_errors++;
  old_unicast_checksum_ = old_unicast_checksum_ || verdict.old_unicast_checksum;
  if (state_ == State::master) {
    hear_as_master(now, packet);
  } else {
    hear_as_backup(now, packet);
  }
}

/// RFC 9568 section 6.4.2, with the preempt delay of keepalived.
void Machine::hear_as_backup(Micros now, Packet const& packet) {
  if (packet.priority == 0) return wait_for_advert(now, Reason::priority_zero);
  bool const lower = packet.priority < priority();
  if (lower && !puts_up_with_lower(now)) return;
  if (!lower) lower_since_.reset();
  follow(now, packet);
}

/// RFC 9568 section 6.4.3. RFC 3768 and RFC 5798 discard a lower advert without the answer.
void Machine::hear_as_master(Micros now, Packet const& packet) {
  if (packet.priority == 0) {
    if (sent_at_ != now) send_advert(now, priority());
  } else if (!is_better(packet)) {
    counters_.lower_priority_received++;
    answer_lower(now);
  } else {
    if (spec().higher_prio_send_advert) send_advert(now, priority());
    leave_master(now, /*resign=*/false);
    transition(now, State::backup, Reason::higher_advert);
    follow(now, packet);
  }
}

void Machine::link(Micros now, LinkState link) {
  link_ = link;
  settle(now, Reason::interface_up);
}

void Machine::address(Micros now, AddressFact const& fact) {
  bool const is_source = fact.interface_index == spec().interface_index && fact.address == spec().source;
  if (is_source && !spec().source_configured) {
    source_lost_ = !fact.present;
    settle(now, Reason::fault_cleared);
  }
  if (fact.present) return;
  if (fact.by_us) {
    if (state_ == State::master) objects_.taken_along(fact);
  } else if (objects_.lost(fact) && state_ == State::master) {
    leave_master(now, /*resign=*/true);
    become_backup(now, Reason::address_removed);
  }
}

void Machine::object_lost(Micros now, std::uint32_t object) {
  if (!objects_.lost(object) || state_ != State::master) return;
  leave_master(now, /*resign=*/true);
  become_backup(now, Reason::routing_removed);
}

void Machine::object_refused(std::uint32_t object) { objects_.refused(object); }

void Machine::handle_timeout(Micros now) {
  std::optional<Timer> const expired = timers_.expire(now);
  if (!expired) return;
  GarpSpec const& garp = spec().garp;
  switch (*expired) {
    case Timer::master_down:
      return become_master(now, takeover_);
    case Timer::advert:
      return send_advert(now, priority());
    case Timer::second_block:
      objects_.announce_again(now);
      return timers_.set(Timer::second_block, objects_.next_block());
    case Timer::lower_prio_block:
      return objects_.announce(garp.lower_prio_repeat);
    case Timer::refresh:
      objects_.announce(garp.master_refresh_repeat);
      return timers_.set(Timer::refresh, now + garp.master_refresh);
    case Timer::count:
      break;
  }
}

void Machine::stop(Micros now, Reason reason) {
  if (state_ == State::master) leave_master(now, /*resign=*/true);
  timers_.cancel_all();
  if (state_ != State::init) transition(now, State::init, reason);
}

void Machine::release(RouterSpec const& next) { objects_.release(next); }

/// Nothing is restarted: a timer that runs keeps what is left of it, moved only by what its formula moved by.
void Machine::adopt(Micros now, Place const& next, LinkState link) {
  RouterSpec const& before = spec();
  Micros const allowed_before = silence_allowed();
  bool const learned = state_ == State::backup && master_ && next.spec->version == 3;
  if (before.source != next.spec->source) source_lost_ = false;
  Micros const refresh_before = before.garp.master_refresh;
  objects_.adopt(next);
  place_ = next;
  link_ = link;
  if (!learned) master_interval_ = spec().advert_interval;
  if (auto const down_at = timers_.deadline(Timer::master_down)) {
    timers_.set(Timer::master_down, *down_at + (silence_allowed() - allowed_before));
  }
  settle(now, Reason::fault_cleared);
  if (state_ != State::master) return;
  // The backups still count with the interval of the last advert, so the next one is never later than it was due.
  timers_.set(Timer::advert, std::min(*timers_.deadline(Timer::advert), now + spec().advert_interval));
  objects_.put_on_new(now);
  timers_.set(Timer::second_block, objects_.next_block());
  if (spec().garp.master_refresh != refresh_before) set_refresh(now + spec().garp.master_refresh);
}

// What it does

/// Into Fault or out of it, as the facts say. RFC 9568 section 6.4.1: an owner goes to Master at once, also after a
/// fault; keepalived lets it wait as a backup then.
void Machine::settle(Micros now, Reason recovery) {
  bool const link_told = link_ != LinkState::unknown || !spec().track_interface;
  if (state_ == State::init && !link_told) return;
  std::optional<Reason> const reason = fault();
  if (reason && state_ != State::fault) return become_faulty(now, *reason);
  if (reason) reason_ = *reason;  // an interface that is removed goes down first
  if (reason || state_ == State::backup || state_ == State::master) return;
  master_interval_ = spec().advert_interval;
  if (is_owner()) return become_master(now, Reason::owner);
  become_backup(now, state_ == State::init ? Reason::start : recovery);
}

/// The advert goes first, so that the old master drops the addresses before the neighbours are told.
void Machine::become_master(Micros now, Reason reason) {
  master_interval_ = spec().advert_interval;
  lower_since_.reset();
  timers_.cancel_all();
  send_advert(now, priority());
  objects_.put_on_all(now);
  timers_.set(Timer::second_block, objects_.next_block());
  set_refresh(now + spec().garp.master_delay + spec().garp.master_refresh);
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
  counters_.release_master++;
}

void Machine::transition(Micros now, State to, Reason reason) {
  outbox_.say(Transition{place_.index, state_, to, reason, priority()});
  state_ = to;
  reason_ = reason;
  since_ = now;
  complaints_.forget_all();
}

void Machine::reject(Micros now, IpAddress const& source, Reject why) {
  counters_.rejected[static_cast<std::size_t>(why)]++;
  if (complained_at_ == now || !complaints_.is_news(source, why)) return;
  complained_at_ = now;
  outbox_.say(Rejected{place_.index, why, source});
}

/// Accepts the sender as master and waits for its next advert. A VRRPv2 packet has the own interval, or it would have
/// been rejected.
void Machine::follow(Micros now, Packet const& packet) {
  master_interval_ = packet.interval;
  master_ = packet.source;
  master_priority_ = packet.priority;
  last_advert_ = now;
  wait_for_advert(now, Reason::master_down);
}

void Machine::wait_for_advert(Micros now, Reason takeover) {
  takeover_ = takeover;
  timers_.set(Timer::master_down, now + silence_allowed());
}

/// Once per wake-up, or the adverts that waited while this host was stopped would each cause a burst.
void Machine::answer_lower(Micros now) {
  if (answered_at_ == now) return;
  answered_at_ = now;
  GarpSpec const& garp = spec().garp;
  if (!spec().lower_prio_no_advert && sent_at_ != now) send_advert(now, priority());
  objects_.announce(garp.lower_prio_repeat);
  if (garp.lower_prio_delay > Micros{}) timers_.set(Timer::lower_prio_block, now + garp.lower_prio_delay);
}

void Machine::send_advert(Micros now, std::uint8_t advertised_priority) {
  identification_ = identification_ == UINT16_MAX ? 1 : static_cast<std::uint16_t>(identification_ + 1);
  bool const old_form = old_unicast_checksum_ && has_old_form(spec());
  PseudoHeader const form = old_form ? PseudoHeader::group : usual_pseudo_header(spec());
  outbox_.advert(place_, advertised_priority, identification_, form);
  counters_.adverts_sent++;
  if (advertised_priority == 0) counters_.priority_zero_sent++;
  sent_at_ = now;
  timers_.set(Timer::advert, now + spec().advert_interval);
}

void Machine::set_refresh(Micros first) {
  bool const wanted = spec().garp.master_refresh > Micros{};
  timers_.set(Timer::refresh, wanted ? std::optional(first) : std::nullopt);
}

// What it knows

std::optional<Reason> Machine::fault() const {
  bool const unknown = link_ == LinkState::unknown && spec().track_interface;
  if (link_ == LinkState::gone || unknown) return Reason::interface_gone;
  if (link_ == LinkState::down && spec().track_interface) return Reason::interface_down;
  if (source_lost_ || spec().source == IpAddress{spec().family}) return Reason::source_address_lost;
  return std::nullopt;
}

/// RFC 9568 section 6.4.3: of two with equal priority the greater address wins.
bool Machine::is_better(Packet const& packet) const {
  if (packet.priority != priority()) return packet.priority > priority();
  return packet.source > spec().source;
}

/// Whether a master of lower priority is let be: with nopreempt, or while the preempt delay runs.
bool Machine::puts_up_with_lower(Micros now) {
  if (!spec().preempt) return true;
  if (spec().preempt_delay == Micros{}) return false;
  if (!lower_since_) lower_since_ = now;
  return now < *lower_since_ + spec().preempt_delay;
}

RouterStatus Machine::status() const {
  bool const is_master = state_ == State::master;
  return {
      .name = spec().name,
      .state = state_,
      .since = since_,
      .reason = reason_,
      .base_priority = spec().priority,
      .effective_priority = priority(),
      .master_known = is_master || master_.has_value(),
      .master = is_master ? spec().source : master_.value_or(IpAddress{spec().family}),
      .master_priority = is_master ? priority() : master_priority_,
      .last_advert = last_advert_.value_or(Micros{}),
      .advert_interval = spec().advert_interval,
      .master_advert_interval = master_interval_,
      .skew = skew(),
      .master_down_interval = master_down(),
      .master_down_at = timers_.deadline(Timer::master_down),
      .objects_failed = objects_.refused_count(),
      .counters = &counters_,
  };
}

}  // namespace kac
