#pragma once

#include <sys/epoll.h>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/time.h"
#include "shell/result.h"
#include "shell/unique_fd.h"

namespace kac {

enum class Source : std::uint32_t { timer, vrrp, monitor, signals, control_listener, control_client, successor };

/// epoll with a timerfd: a timerfd keeps microseconds whatever the timer slack of the process is.
class Poller {
 public:
  struct Ready {
    Source source;
    std::uint32_t index;
  };

  static Result<Poller> open();

  /// A descriptor leaves by being closed.
  Done add(int fd, Source source, std::uint32_t index, std::uint32_t events = EPOLLIN);
  /// Other events, or another index, for a descriptor that is in.
  Done change(int fd, Source source, std::uint32_t index, std::uint32_t events = EPOLLIN);

  /// Until something is ready or the clock of monotonic_now() reaches `deadline`, or sooner. Everything that is ready
  /// is in the answer, which holds until the next call.
  std::span<Ready const> wait(std::optional<Micros> deadline);
  /// The same, without waiting.
  std::span<Ready const> look() { return collect(0); }

 private:
  Poller(UniqueFd epoll, UniqueFd timer) : epoll_(std::move(epoll)), timer_(std::move(timer)) {}

  Done control(int operation, int fd, Source source, std::uint32_t index, std::uint32_t events);
  void arm(std::optional<Micros> deadline);
  std::span<Ready const> collect(int timeout);

  UniqueFd epoll_;
  UniqueFd timer_;
  std::optional<Micros> armed_;
  bool fired_ = false;
  std::vector<epoll_event> events_;
  std::vector<Ready> ready_;
};

}  // namespace kac
