#include "core/router/machine.h"

namespace kac {

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
