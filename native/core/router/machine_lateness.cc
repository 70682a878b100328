#include <utility>

#include "core/router/machine.h"

/// What a router makes of not having been served in time.
namespace kac {

/// Whoever was held up for long knows nothing of the others: what they said meanwhile may be lost, and another router
/// may be master by now. One interval is enough to hear of it, as every master speaks once in it.
///
/// keepalived speaks, or takes over, at once.
bool Machine::listens_first(Micros now, Timer timer, Micros late) {
  bool const is_backup = timer == Timer::master_down && state_ == State::backup;
  bool const is_master = timer == Timer::advert && state_ == State::master;
  if (!is_backup && !is_master) return false;
  if (std::exchange(listening_, false)) return false;
  if (is_backup ? late < master_interval_ : !was_given_up(now)) return false;
  listening_ = true;
  timers_.set(timer, now + (is_backup ? master_interval_ + skew() : spec().advert_interval));
  outbox_.say(HeldUp{place_.index, late});
  return true;
}

/// Whether it was silent for longer than any backup waits.
bool Machine::was_given_up(Micros now) const {
  constexpr std::uint8_t lowest_priority = 1;
  return sent_at_ && now - *sent_at_ > master_down_interval(spec(), lowest_priority, spec().advert_interval);
}

/// Until the other clocks are seen to agree, a backup gives the master the time that it has from the start.
void Machine::clock_stepped(Micros now) {
  if (state_ == State::backup && spec().hmac.time_window > Micros{}) wait_for_advert(now, takeover_);
}

/// timer_expired_backup: whether the last advert was sent so long ago that another router must be master.
bool Machine::was_replaced(Micros now) const {
  std::uint8_t const other = spec().timer_expired_backup;
  std::optional<Micros> const due = timers_.deadline(Timer::advert);
  if (state_ != State::master || other == 0 || !due || is_owner()) return false;
  return now - *due >= 2 * spec().advert_interval + skew_time(spec().version, other, spec().advert_interval);
}

/// It lost the role while it was held up, and does not take it back from whoever has it.
void Machine::give_way(Micros now, Packet const& packet) {
  leave_master(now, /*resign=*/false);
  transition(now, State::backup, Reason::stalled);
  follow(now, packet);
}

}  // namespace kac
