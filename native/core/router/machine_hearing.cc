#include <algorithm>

#include "core/router/judge.h"
#include "core/router/machine.h"

/// What a router makes of the adverts of others.
namespace kac {

void Machine::receive(Micros now, Packet const& packet) {
  if (state_ == State::init || state_ == State::fault) return;
  if (packet.source == spec().source) return;  // our own, come back
  Verdict const verdict = judge(spec(), packet);
  if (verdict.reject != Reject::none) return reject(now, packet.source, verdict.reject);
  Reject const stale = freshness_.check(spec(), packet, wall_clock_.at(now));
  if (stale != Reject::none) return reject(now, packet.source, stale);
  complaints_.forget(packet.source);
  count(packet);
  old_unicast_checksum_ = old_unicast_checksum_ || verdict.old_unicast_checksum;
  if (state_ == State::master) {
    hear_as_master(now, packet);
  } else {
    hear_as_backup(now, packet);
  }
}

void Machine::count(Packet const& packet) {
  counters_.adverts_received++;
  if (packet.priority == 0) counters_.priority_zero_received++;
  if (packet.interval != spec().advert_interval) counters_.interval_mismatches++;
  bool const looked_at = spec().skip_check_adv_addr && master_ == packet.source;
  if (!looked_at && !same_addresses(spec(), packet)) counters_.address_list_errors++;
}

/// RFC 9568 section 6.4.2, with the preempt delay of keepalived.
void Machine::hear_as_backup(Micros now, Packet const& packet) {
  if (packet.priority == 0) return wait_for_advert(now, Reason::priority_zero);
  if (packet.priority != 255) yielded_ = false;
  bool const lower = packet.priority < priority();
  if (lower && !puts_up_with_lower(now)) return;
  if (!lower) lower_since_.reset();
  follow(now, packet);
}

/// RFC 9568 section 6.4.3. RFC 3768 and RFC 5798 discard a lower advert without the answer.
void Machine::hear_as_master(Micros now, Packet const& packet) {
  if (packet.priority == 0) {
    if (sent_at_ != now) send_advert(now, priority());
  } else if (yields_to(now, packet)) {
    yielded_ = true;
    leave_master(now, /*resign=*/false);
    transition(now, State::backup, Reason::owner_conflict);
    follow(now, packet);
  } else if (!is_better(packet)) {
    counters_.lower_priority_received++;
    if (!spec().preempt && (listening_ || was_given_up(now))) return give_way(now, packet);
    answer_lower(now, packet);
  } else {
    if (spec().higher_prio_send_advert) send_advert(now, priority());
    leave_master(now, /*resign=*/false);
    transition(now, State::backup, Reason::higher_advert);
    follow(now, packet);
  }
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
  may_take_over_ = false;
  joining_ = false;
  wait_for_advert(now, Reason::master_down);
}

/// Once per wake-up, or the adverts that waited while this host was stopped would each cause a burst.
void Machine::answer_lower(Micros now, Packet const& packet) {
  if (answered(now)) return;
  outbox_.say(LowerPriority{place_.index, packet.priority, packet.source});
  if (!spec().lower_prio_no_advert && sent_at_ != now) send_advert(now, priority());
  announce_lower(now);
}

void Machine::announce_lower(Micros now) {
  answered_at_ = now;
  GarpSpec const& garp = spec().garp;
  objects_.announce(garp.lower_prio_repeat);
  if (garp.lower_prio_delay > Micros{}) timers_.set(Timer::lower_prio_block, now + garp.lower_prio_delay);
}

/// RFC 9568 section 6.4.3: of two with equal priority the greater address wins.
bool Machine::is_better(Packet const& packet) const {
  if (packet.priority != priority()) return packet.priority > priority();
  return packet.source > spec().source;
}

/// Two owners are a mistake in the configuration, and only one of them sees it when the other does not listen: who sent
/// two adverts and still hears the other gives way, until that one says something else. Two that hear each other agree
/// on the first advert, by their addresses.
bool Machine::yields_to(Micros now, Packet const& packet) {
  if (packet.priority != 255 || !is_owner()) return false;
  Micros const longer = std::max(packet.interval, spec().advert_interval);
  bool const same = rival_ && rival_->address == packet.source && 5 * (now - rival_->heard_at) <= 6 * longer;
  if (!same) rival_ = Rival{packet.source, now, counters_.adverts_sent};
  rival_->heard_at = now;
  constexpr std::uint64_t patience = 2;
  return counters_.adverts_sent - rival_->adverts_sent >= patience;
}

/// Whether a master of lower priority is let be: with nopreempt, or while the preempt delay runs.
bool Machine::puts_up_with_lower(Micros now) {
  if (!spec().preempt) return true;
  if (spec().preempt_delay == Micros{}) return false;
  if (!lower_since_) lower_since_ = now;
  return now < *lower_since_ + spec().preempt_delay;
}

}  // namespace kac
