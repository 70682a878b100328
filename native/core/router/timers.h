#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/base/time.h"

namespace kac {

/// In the order of being served when several are due at one instant.
enum class Timer : std::uint8_t {
  startup,           // Init: startup_delay or delay_after_boot
  master_down,       // Backup: Master_Down_Timer (RFC 9568 section 6.2), also while it holds only Skew_Time
  advert,            // Master: Adver_Timer
  second_block,      // Master: garp_master_delay after an address was put on
  lower_prio_block,  // Master: garp_lower_prio_delay after a lower advert was heard
  refresh,           // Master: garp_master_refresh
  elsewhere,         // Master: garp_extra_if
  count,
};

/// The deadlines of one router. Setting one replaces it: there is never a second of its kind.
class Timers {
 public:
  void set(Timer timer, std::optional<Micros> deadline) { at(timer) = deadline; }
  void cancel(Timer timer) { at(timer).reset(); }
  void cancel_all() { deadlines_ = {}; }
  [[nodiscard]] std::optional<Micros> deadline(Timer timer) const {
    return deadlines_[static_cast<std::size_t>(timer)];
  }

  [[nodiscard]] std::optional<Micros> next() const {
    std::optional<Micros> earliest;
    for (std::optional<Micros> const& deadline : deadlines_) {
      if (deadline && (!earliest || *deadline < *earliest)) earliest = deadline;
    }
    return earliest;
  }

  /// Takes the earliest timer that is due.
  std::optional<Timer> expire(Micros now) {
    std::optional<Micros> const earliest = next();
    if (!earliest || *earliest > now) return std::nullopt;
    for (std::size_t i = 0; i < deadlines_.size(); i++) {
      if (deadlines_[i] != earliest) continue;
      deadlines_[i].reset();
      return static_cast<Timer>(i);
    }
    return std::nullopt;
  }

  template <class Self, class Fields>
  static void exchange(Self& self, Fields& fields) {
    fields(self.deadlines_);
  }

 private:
  std::optional<Micros>& at(Timer timer) { return deadlines_[static_cast<std::size_t>(timer)]; }

  std::array<std::optional<Micros>, static_cast<std::size_t>(Timer::count)> deadlines_;
};

}  // namespace kac
