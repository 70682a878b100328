#include "shell/process/scheduling.h"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

namespace kac {
namespace {

volatile std::sig_atomic_t ran_too_long = 0;

/// Somebody else must get the processor, at once: the loop that would see a flag may be what does not end.
void leave_real_time(int) {
  int const before = errno;
  sched_param const none{};
  sched_setscheduler(0, SCHED_OTHER, &none);
  ran_too_long = 1;
  errno = before;
}

std::string cannot(std::string const& what) { return "cannot " + what + ": " + std::strerror(errno); }

void limit_real_time(std::uint32_t micros) {
  rlimit limit{};
  if (getrlimit(RLIMIT_RTTIME, &limit) != 0) return;
  limit.rlim_cur = micros == 0 ? limit.rlim_max : std::min<rlim_t>(micros, limit.rlim_max);
  setrlimit(RLIMIT_RTTIME, &limit);
}

}  // namespace

Scheduling::Scheduling(std::string_view keywords) : keywords_(keywords), nice_(getpriority(PRIO_PROCESS, 0)) {
  CPU_ZERO(&cpus_);
  sched_getaffinity(0, sizeof cpus_, &cpus_);
  struct sigaction action {};
  action.sa_handler = leave_real_time;
  action.sa_flags = SA_RESTART;
  sigaction(SIGXCPU, &action, nullptr);
}

std::vector<std::string> Scheduling::apply(SchedulingSpec const& spec) {
  std::vector<std::string> problems;
  SchedulingSpec const before = std::exchange(spec_, spec);
  if (spec.nice != before.nice && setpriority(PRIO_PROCESS, 0, spec.nice == 0 ? nice_ : spec.nice) != 0) {
    problems.push_back(cannot("set " + keywords_ + "_priority " + std::to_string(spec.nice)));
  }
  if (spec.cpus != before.cpus) {
    cpu_set_t wanted = cpus_;
    if (!spec.cpus.empty()) CPU_ZERO(&wanted);
    for (std::uint16_t const cpu : spec.cpus) {
      if (cpu < CPU_SETSIZE) CPU_SET(cpu, &wanted);
    }
    if (sched_setaffinity(0, sizeof wanted, &wanted) != 0)
      problems.push_back(cannot("set " + keywords_ + "_cpu_affinity"));
  }
  if (spec.lock_memory != before.lock_memory) {
    int const changed = spec.lock_memory ? mlockall(MCL_CURRENT | MCL_FUTURE) : munlockall();
    if (changed != 0) problems.push_back(cannot("lock the memory, as " + keywords_ + "_no_swap asks"));
  }
  if (spec.name != before.name) prctl(PR_SET_NAME, spec.name.c_str());
  limit_real_time(spec.realtime_limit);
  if (spec.realtime_priority == before.realtime_priority) return problems;
  priority_ = spec.realtime_priority;
  if (!enter_real_time()) problems.push_back(cannot("set " + keywords_ + "_rt_priority " + std::to_string(priority_)));
  return problems;
}

KeptScheduling Scheduling::kept() const {
  KeptScheduling kept{.nice = nice_, .cpus = {}, .realtime_priority = priority_};
  for (std::uint16_t cpu = 0; cpu < CPU_SETSIZE; cpu++) {
    if (CPU_ISSET(cpu, &cpus_)) kept.cpus.push_back(cpu);
  }
  return kept;
}

/// The kernel keeps all of it across execve(2) but the locks on memory and the name.
void Scheduling::resume(KeptScheduling const& kept, SchedulingSpec const& applied) {
  nice_ = kept.nice;
  CPU_ZERO(&cpus_);
  for (std::uint16_t const cpu : kept.cpus) {
    if (cpu < CPU_SETSIZE) CPU_SET(cpu, &cpus_);
  }
  priority_ = kept.realtime_priority;
  spec_ = applied;
  spec_.lock_memory = false;
  spec_.name.clear();
}

std::optional<int> Scheduling::was_late(Micros late) {
  bool const may_rise = spec_.auto_priority_max > priority_ && late > spec_.auto_priority_delay;
  if (!may_rise) return std::nullopt;
  priority_++;
  if (enter_real_time()) return priority_;
  priority_--;
  return std::nullopt;
}

bool Scheduling::came_back() {
  if (ran_too_long == 0) return false;
  ran_too_long = 0;
  return enter_real_time();
}

bool Scheduling::enter_real_time() const {
  sched_param parameters{};
  parameters.sched_priority = priority_;
  return sched_setscheduler(0, priority_ == 0 ? SCHED_OTHER : SCHED_RR | SCHED_RESET_ON_FORK, &parameters) == 0;
}

}  // namespace kac
