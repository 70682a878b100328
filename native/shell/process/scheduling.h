#pragma once

#include <sched.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/image/image.h"

namespace kac {

/// What stays when the process becomes another program: how it was started, and the priority it has come to in real
/// time.
struct KeptScheduling {
  std::int32_t nice = 0;
  std::vector<std::uint16_t> cpus;
  std::int32_t realtime_priority = 0;

  template <class Self, class Fields>
  static void exchange(Self& self, Fields& fields) {
    fields(self.nice, self.cpus, self.realtime_priority);
  }
};

/// How this process runs: priority, real time, processors, locked memory.
class Scheduling {
 public:
  /// Remembers how the process was started: that is what it goes back to. `keywords`: how those begin that ask for it.
  explicit Scheduling(std::string_view keywords = "vrrp");

  /// Runs as `spec` says from now on. What could not be done, a line each.
  std::vector<std::string> apply(SchedulingSpec const& spec);

  /// For a successor, and there: before apply(), which the program that was replaced has done already.
  [[nodiscard]] KeptScheduling kept() const;
  void resume(KeptScheduling const& kept, SchedulingSpec const& applied);

  /// A timer was served that late. The priority in real time that this raised the process to, if it did.
  std::optional<int> was_late(Micros late);

  /// After a stretch in real time that was longer than allowed the process left it. True when it did so lately: it is
  /// in real time again now. The kernel would end the process for it.
  bool came_back();

 private:
  [[nodiscard]] bool enter_real_time() const;

  std::string keywords_;
  int nice_;
  cpu_set_t cpus_;
  SchedulingSpec spec_{};
  int priority_ = 0;  // in real time
};

}  // namespace kac
