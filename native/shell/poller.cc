#include "shell/poller.h"

#include <sys/timerfd.h>

#include <algorithm>

namespace kac {
namespace {

constexpr std::size_t events_first = 16;

}  // namespace

Result<Poller> Poller::open() {
  UniqueFd epoll(epoll_create1(EPOLL_CLOEXEC));
  if (!epoll) return last_error("epoll_create1");
  UniqueFd timer(timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK));
  if (!timer) return last_error("timerfd_create");
  Poller poller(std::move(epoll), std::move(timer));
  poller.events_.resize(events_first);
  if (Done added = poller.add(poller.timer_.get(), Source::timer, 0); !added) return added.error();
  return poller;
}

Done Poller::add(int fd, Source source, std::uint32_t index, std::uint32_t events) {
  return control(EPOLL_CTL_ADD, fd, source, index, events);
}

Done Poller::change(int fd, Source source, std::uint32_t index, std::uint32_t events) {
  return control(EPOLL_CTL_MOD, fd, source, index, events);
}

Done Poller::control(int operation, int fd, Source source, std::uint32_t index, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = std::uint64_t{static_cast<std::uint32_t>(source)} << 32 | index;
  if (epoll_ctl(epoll_.get(), operation, fd, &event) != 0) return last_error("epoll_ctl");
  return done();
}

void Poller::arm(std::optional<Micros> deadline) {
  if (deadline == armed_ && !fired_) return;
  itimerspec when{};
  if (deadline) {
    // Zero would disarm it.
    std::int64_t const at = std::max<std::int64_t>(deadline->count, 1);
    when.it_value = {at / 1'000'000, at % 1'000'000 * 1000};
  }
  timerfd_settime(timer_.get(), TFD_TIMER_ABSTIME, &when, nullptr);
  armed_ = deadline;
  fired_ = false;  // setting it takes back that it is ready
}

std::span<Poller::Ready const> Poller::wait(std::optional<Micros> deadline) {
  arm(deadline);
  return collect(-1);
}

std::span<Poller::Ready const> Poller::collect(int timeout) {
  ready_.clear();
  int count = epoll_wait(epoll_.get(), events_.data(), static_cast<int>(events_.size()), timeout);
  while (count == static_cast<int>(events_.size())) {
    events_.resize(2 * events_.size());
    count = epoll_wait(epoll_.get(), events_.data(), static_cast<int>(events_.size()), 0);
  }
  for (int i = 0; i < count; i++) {
    epoll_event const& event = events_[static_cast<std::size_t>(i)];
    auto const source = static_cast<Source>(event.data.u64 >> 32);
    if (source == Source::timer) {
      fired_ = true;
      continue;
    }
    ready_.push_back({source, static_cast<std::uint32_t>(event.data.u64)});
  }
  return ready_;
}

}  // namespace kac
