#pragma once

#include <sys/epoll.h>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/time.h"
#include "shell/result.h"
#include "shell/unique_fd.h"

namespace kac {

enum class Source : std::uint32_t {
  timer,
  vrrp,
  bfd,
  monitor,
  signals,
  control_listener,
  control_client,
  successor,
  probe
};

/// epoll with a timerfd: a timerfd keeps microseconds whatever the timer slack of the process is.
class Poller {
 public:
  struct Ready {
    Source source;
    std::uint32_t index;
  };

  static Result<Poller> open();

  /// A descriptor leaves by being closed, or by remove().
  Done add(int fd, Source source, std::uint32_t index, std::uint32_t events = EPOLLIN);
  /// Other events, or another index, for a descriptor that is in.
  Done change(int fd, Source source, std::uint32_t index, std::uint32_t events = EPOLLIN);
  Done remove(int fd) { return control(EPOLL_CTL_DEL, fd, Source::probe, 0, 0); }

  /// Until something is ready or the clock of monotonic_now() reaches `deadline`, or sooner. Everything that is ready
  /// is in the answer, which holds until the next call.
  std::span<Ready const> wait(std::optional<Micros> deadline);
  /// The same, without waiting: for somebody who waits for fd() to become readable.
  std::span<Ready const> look() { return collect(0); }
  [[nodiscard]] int fd() const { return epoll_.get(); }
  /// When the clock reaches it, fd() is readable.
  void arm(std::optional<Micros> deadline);

 private:
  Poller(UniqueFd epoll, UniqueFd timer) : epoll_(std::move(epoll)), timer_(std::move(timer)) {}

  Done control(int operation, int fd, Source source, std::uint32_t index, std::uint32_t events);
  std::span<Ready const> collect(int timeout);

  UniqueFd epoll_;
  UniqueFd timer_;
  std::optional<Micros> armed_;
  bool fired_ = false;
  std::vector<epoll_event> events_;
  std::vector<Ready> ready_;
};

}  // namespace kac
