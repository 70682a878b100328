#pragma once

#include "core/base/time.h"
#include "core/image/image.h"

namespace kac {

/// What orders the backups of a lost master, the better ones first. VRRPv2 (RFC 3768 section 6.1): of a second,
/// whatever the interval. VRRPv3 (RFC 9568 section 6.1): of the master's interval. Rounded down to the microsecond.
constexpr Micros skew_time(std::uint8_t version, std::uint8_t priority, Micros master_interval) {
  Micros const unit = version == 2 ? Micros{1'000'000} : master_interval;
  return {(256 - priority) * unit.count / 256};
}

/// How long a backup waits for an advert. The RFCs say three intervals; `down_timer_adverts` says how many.
constexpr Micros master_down_interval(RouterSpec const& router, std::uint8_t priority, Micros master_interval) {
  return router.down_timer_adverts * master_interval + skew_time(router.version, priority, master_interval);
}

}  // namespace kac
