#include "shell/probes/prober.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <numeric>
#include <utility>

#include "shell/probes/probe_socket.h"

namespace kac {
namespace {

constexpr std::size_t read_bytes = 64 * 1024;
/// All of an answer may take as long as so many waits: a server that dribbles is not to be listened to for ever.
constexpr std::int64_t waits_most = 10;

bool is_stream(ProbeKind kind) { return kind != ProbeKind::datagram && kind != ProbeKind::echo; }

}  // namespace

Result<Prober> Prober::open() {
  Result<Poller> poller = Poller::open();
  if (!poller) return poller.error();
  return Prober(std::move(*poller));
}

Prober::Prober(Poller poller) : poller_(std::move(poller)), attempts_(attempts_max), free_(attempts_max) {
  std::iota(free_.rbegin(), free_.rend(), 0U);
  deadlines_.reset(attempts_max);
}

void Prober::start(ProbeOrder order, Micros now) {
  std::uint32_t const slot = free_.back();
  free_.pop_back();
  attempts_[slot] = {.order = std::move(order), .socket = {}, .started = now, .connected = {}, .answer = {}};
  begin(slot, now);
  // What is over already has to be told without waiting for anything.
  wake_by(reports_.empty() ? deadlines_.first()->deadline : now);
}

void Prober::begin(std::uint32_t slot, Micros now) {
  Attempt& attempt = attempts_[slot];
  Result<ProbeSocket> opened = open_probe_socket(attempt.order);
  if (!opened) return finish(slot, now, ProbeOutcome::unable, opened.error());
  attempt.socket = std::move(opened->fd);
  attempt.raw = opened->raw;
  int const error = connect_probe_socket(attempt.socket.get(), attempt.order);
  if (error != 0 && error != EINPROGRESS) {
    auto const outcome = is_about_the_server(error) ? ProbeOutcome::refused : ProbeOutcome::unable;
    return finish(slot, now, outcome, {error, "connect"});
  }
  std::uint32_t const events = is_stream(attempt.order.kind) ? EPOLLOUT : EPOLLIN;
  if (Done const added = poller_.add(attempt.socket.get(), Source::probe, slot, events); !added) {
    return finish(slot, now, ProbeOutcome::unable, added.error());
  }
  deadlines_.set(slot, now + attempt.order.timeout);
  if (error == 0) proceed(slot, now);
}

/// The socket is connected, or is ready for what comes next.
void Prober::proceed(std::uint32_t slot, Micros now) {
  Attempt& attempt = attempts_[slot];
  if (attempt.linked) {
    if (attempt.sent < attempt.order.payload.size()) return send(slot, now);
    return receive(slot, now);
  }
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(attempt.socket.get(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) {
    return finish(slot, now, ProbeOutcome::unable, last_error("SO_ERROR"));
  }
  // What comes back is about the server, whatever it is: a firewall's word is EACCES over IPv6.
  if (error != 0) return finish(slot, now, ProbeOutcome::refused, {error, "connect"});
  attempt.linked = true;
  attempt.connected = now - attempt.started;
  if (attempt.order.kind == ProbeKind::connect || attempt.order.kind == ProbeKind::open)
    return finish(slot, now, ProbeOutcome::connected);
  if (attempt.order.kind == ProbeKind::echo) attempt.order.payload = echo_request(attempt.order);
  deadlines_.set(slot, now + attempt.order.timeout);
  send(slot, now);
}

void Prober::send(std::uint32_t slot, Micros now) {
  Attempt& attempt = attempts_[slot];
  auto const rest = std::span<std::uint8_t const>(attempt.order.payload).subspan(attempt.sent);
  ssize_t const sent = ::send(attempt.socket.get(), rest.data(), rest.size(), MSG_NOSIGNAL);
  if (sent < 0 && errno != EAGAIN && errno != EINTR) {
    bool const server = is_about_the_server(errno);
    bool const stream = is_stream(attempt.order.kind);
    auto const outcome = !server ? ProbeOutcome::unable : stream ? ProbeOutcome::cut : ProbeOutcome::refused;
    return finish(slot, now, outcome, last_error("send"));
  }
  if (sent > 0) attempt.sent += static_cast<std::size_t>(sent);
  if (is_stream(attempt.order.kind) && attempt.sent == attempt.order.payload.size()) {
    if (Done const changed = poller_.change(attempt.socket.get(), Source::probe, slot, EPOLLIN); !changed) {
      finish(slot, now, ProbeOutcome::unable, changed.error());
    }
  }
}

void Prober::receive(std::uint32_t slot, Micros now) {
  Attempt& attempt = attempts_[slot];
  bool const stream = is_stream(attempt.order.kind);
  static thread_local std::array<std::uint8_t, read_bytes> buffer;
  ssize_t const size = ::recv(attempt.socket.get(), buffer.data(), buffer.size(), 0);
  if (size < 0) {
    if (errno == EAGAIN || errno == EINTR) return;
    return finish(slot, now, stream ? ProbeOutcome::cut : ProbeOutcome::refused, last_error("recv"));
  }
  if (stream && size == 0) return finish(slot, now, ProbeOutcome::answered);
  auto const data = std::span<std::uint8_t const>(buffer).first(static_cast<std::size_t>(size));
  if (attempt.order.kind == ProbeKind::echo && !is_echo_reply(attempt.order, attempt.raw, data)) return;
  if (!take(attempt, data)) return finish(slot, now, ProbeOutcome::too_long);
  if (!stream) return finish(slot, now, ProbeOutcome::answered);
  deadlines_.set(slot, std::min(now + attempt.order.timeout, attempt.started + waits_most * attempt.order.timeout));
}

/// False when it is more than the order wants.
bool Prober::take(Attempt& attempt, std::span<std::uint8_t const> data) {
  std::size_t const room = attempt.order.answer_max - attempt.answer.size();
  auto const kept = data.first(std::min(room, data.size()));
  attempt.answer.insert(attempt.answer.end(), kept.begin(), kept.end());
  return kept.size() == data.size();
}

void Prober::expire(std::uint32_t slot, Micros now) {
  finish(slot, now, attempts_[slot].linked ? ProbeOutcome::silent : ProbeOutcome::timed_out);
}

void Prober::finish(std::uint32_t slot, Micros now, ProbeOutcome outcome, Error error) {
  Attempt& attempt = attempts_[slot];
  bool const wanted = attempt.order.kind == ProbeKind::open && outcome == ProbeOutcome::connected;
  if (wanted && !poller_.remove(attempt.socket.get())) attempt.socket.reset();
  reports_.push_back({attempt.order.id, outcome, error.number, error.where, attempt.connected, now - attempt.started,
                      std::move(attempt.answer), wanted ? std::move(attempt.socket) : UniqueFd()});
  attempt = {};
  deadlines_.set(slot, std::nullopt);
  free_.push_back(slot);
}

/// An alarm that comes too early costs less than setting it for each attempt.
void Prober::wake_by(Micros deadline) {
  if (alarm_ && *alarm_ <= deadline) return;
  alarm_ = deadline;
  poller_.arm(deadline);
}

void Prober::cancel(std::uint32_t id) {
  for (std::uint32_t slot = 0; slot < attempts_.size(); slot++) {
    if (!attempts_[slot].socket || attempts_[slot].order.id != id) continue;
    attempts_[slot] = {};
    deadlines_.set(slot, std::nullopt);
    free_.push_back(slot);
  }
  std::erase_if(reports_, [id](ProbeReport const& report) { return report.id == id; });
}

std::vector<ProbeReport> Prober::pump(Micros now) {
  for (Poller::Ready const& ready : poller_.look()) {
    if (attempts_[ready.index].socket) proceed(ready.index, now);
  }
  for (auto first = deadlines_.first(); first && first->deadline <= now; first = deadlines_.first()) {
    expire(first->slot, now);
  }
  if (alarm_ && *alarm_ <= now) {
    auto const first = deadlines_.first();
    alarm_ = first ? std::optional(first->deadline) : std::nullopt;
    poller_.arm(alarm_);
  }
  return std::exchange(reports_, {});
}

}  // namespace kac
