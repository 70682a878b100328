#include "core/image/image_reader.h"
#include "core/router/machine.h"

/// What a router hands over to the successor of its engine.
namespace kac {

template <class Self, class Fields>
void Machine::exchange(Self& self, Fields& fields) {
  fields.enumerator(self.state_, State::fault);
  fields.enumerator(self.reason_, reason_last);
  fields.enumerator(self.takeover_, reason_last);
  fields.enumerator(self.link_, LinkState::deaf);
  fields(self.since_, self.timers_, self.complaints_, self.freshness_, self.counters_);
  fields(self.source_lost_, self.effective_priority_, self.tracker_failed_, self.group_failed_);
  fields(self.may_take_over_, self.joining_, self.listening_, self.master_interval_, self.lower_since_);
  fields(self.master_, self.master_priority_, self.last_advert_, self.rival_, self.yielded_);
  fields(self.identification_, self.sent_at_, self.answered_at_, self.complained_at_, self.old_unicast_checksum_);
}

void Machine::hand_over(FieldWriter& fields) const { fields(*this, objects_.kept()); }

/// What the kernel says of the interface now is newer than what was handed over.
bool Machine::resume(Micros now, FieldReader& fields, LinkState link_now) {
  std::vector<Objects::Kept> kept;
  fields(*this, kept);
  bool const waits = state_ != State::backup || timers_.deadline(Timer::master_down);
  bool const speaks = state_ != State::master || timers_.deadline(Timer::advert);
  bool const learned = Micros{} < master_interval_ && master_interval_ <= ImageReader::duration_max;
  if (!fields.ok() || !waits || !speaks || !learned) return false;
  freshness_.adopt(spec());
  objects_.resume(kept);
  link(now, link_now == LinkState::unknown && link_ != LinkState::unknown ? LinkState::gone : link_now);
  observe(now);
  if (state_ != State::master) return true;
  objects_.put_on_new(now);
  timers_.set(Timer::second_block, objects_.next_block());
  return true;
}

}  // namespace kac
