#include "shell/loop.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <utility>

#include "shell/clock.h"
#include "shell/control/image_digest.h"
#include "shell/control/tell.h"
#include "shell/process/seed.h"
#include "shell/process/standard_error.h"

namespace kac {
namespace {

constexpr Micros idle_max{10'000'000};
constexpr Micros look_every{1'000'000};

std::string seconds_text(Micros duration) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.3f s", static_cast<double>(duration.count) / 1e6);
  return text.data();
}

}  // namespace

Result<LoopParts> LoopParts::open(UniqueFd signals, NamespaceClaim&& claim) {
  Result<Poller> poller = Poller::open();
  if (!poller) return poller.error();
  Result<FrameSocket> frames = FrameSocket::open();
  if (!frames) return frames.error();
  Result<NetlinkBatch> batch = NetlinkBatch::open();
  if (!batch) return batch.error();
  Result<NetlinkMonitor> monitor = NetlinkMonitor::open(batch->port_id());
  if (!monitor) return monitor.error();
  return LoopParts{std::move(*poller), std::move(signals), std::move(claim),
                   std::move(*frames), std::move(*batch),  std::move(*monitor)};
}

Loop::Loop(LoopParts parts, ControlListener listener, std::string version)
    : parts_(std::move(parts)),
      engine_(new_seed()),
      server_(std::move(listener), std::move(version)),
      now_(monotonic_now()) {}

Done Loop::start() {
  if (std::exchange(started_, true)) return done();
  if (Done added = server_.start(parts_.poller); !added) return added;
  if (Done added = parts_.poller.add(parts_.signals.get(), Source::signals, 0); !added) return added;
  if (Done added = parts_.poller.add(parts_.monitor.fd(), Source::monitor, 0); !added) return added;
  return parts_.monitor.read_all(*this, {});
}

Done Loop::run() {
  if (Done started = start(); !started) return started;
  while (!finished_) {
    Micros const due = deadline();
    std::span<Poller::Ready const> ready = parts_.poller.wait(due);
    now_ = monotonic_now();
    if (Micros const step = engine_.wall_clock(now_, real_now()); step != Micros{}) {
      log(Severity::warning, "the calendar of this host was set anew, by " + seconds_text(step));
    }
    // A timer counts only against what came in until this instant: whoever was held up just now, or was stopped (which
    // ends the waiting early, see signal(7)), has not seen all of it yet.
    if (now_ >= due) ready = parts_.poller.look();
    wake_up(ready);
    look_after_priority(due);
    if (is_idle() && idle_since_ && now_ - *idle_since_ >= idle_max) return done();
  }
  return done();
}

void Loop::look_after_priority(Micros due) {
  if (scheduling_.came_back()) log(Severity::warning, "ran longer without a pause than vrrp_rlimit_rttime allows");
  if (now_ <= due) return;
  if (std::optional<int> const priority = scheduling_.was_late(now_ - due)) {
    log(Severity::warning, "a timer was " + seconds_text(now_ - due) + " late: runs in real time with priority " +
                               std::to_string(*priority));
  }
}

Micros Loop::deadline() {
  Micros earliest = std::min(engine_.next_timeout().value_or(look_at_), look_at_);
  if (!is_idle()) {
    idle_since_.reset();
    return earliest;
  }
  if (!idle_since_) idle_since_ = now_;
  return std::min(earliest, *idle_since_ + idle_max);
}

/// What waits in the sockets comes first: adverts that were queued while this process was stopped end a silence that
/// the timers would otherwise take for a dead master.
void Loop::wake_up(std::span<Poller::Ready const> ready) {
  auto const each = [&](Source source, auto&& attend) {
    for (Poller::Ready const& one : ready) {
      if (one.source == source) attend(one.index);
    }
  };
  each(Source::vrrp, [&](std::uint32_t socket) { receive(socket); });
  each(Source::bfd, [&](std::uint32_t receiver) { receive_bfd(receiver); });
  each(Source::monitor, [&](std::uint32_t) { read_monitor(); });
  if (now_ >= look_at_) {
    make_up_for_missed();
    look_after_sockets();
  }
  each(Source::signals, [&](std::uint32_t) { take_signals(); });
  each(Source::control_client, [&](std::uint32_t client) { server_.attend(client, *this); });
  each(Source::control_listener, [&](std::uint32_t) { server_.accept_clients(); });
  engine_.handle_timeout(now_);
  perform();
  if (now_ >= look_at_) look_after_listening();
  look_after_successor();
  server_.flush();
}

void Loop::look_after_listening() {
  look_at_ = now_ + look_every;
  parts_.claim.turn_away();
  said_of_bfd(bfd_.complete(parts_.poller));
  Done const listening = server_.keep_listening();
  int const error = listening ? 0 : listening.error().number;
  if (std::exchange(listen_error_, error) == error || error == 0) return;
  log(Severity::warning, std::string("cannot listen again where the socket was removed: ") + std::strerror(error));
}

void Loop::receive(std::uint32_t index) {
  VrrpSocket const* const socket = sockets_.at(index);
  if (socket == nullptr) return;
  for (std::size_t left = socket->datagrams_max(); left > 0;) {
    std::span<Datagram const> const datagrams = received_.receive(*socket);
    for (Datagram const& datagram : datagrams) engine_.receive(now_, index, datagram);
    if (datagrams.size() < ReceiveBatch::size) return;
    left -= std::min(left, datagrams.size());
  }
}

std::string Loop::load(std::span<std::uint8_t const> bytes) {
  if (stopping_) return "the engine is shutting down";
  auto parsed = parse_image(bytes);
  if (auto const* const error = std::get_if<ImageError>(&parsed)) {
    return std::string(error->what) + " at byte " + std::to_string(error->offset);
  }
  std::unique_ptr<Image const>& image = *std::get_if<0>(&parsed);
  if (successor_) give_up_successor("another image was loaded meanwhile");
  SocketTable::Indices closed = sockets_.prepare(image->sockets);
  schedule(image->scheduling);
  digest_ = digest_of(bytes);
  engine_.load(now_, std::move(image), std::move(closed));
  perform();
  return {};
}

void Loop::schedule(SchedulingSpec const& spec) {
  for (std::string const& problem : scheduling_.apply(spec)) log(Severity::warning, problem);
}

void Loop::write_status(MessageWriter& out) const { kac::write_status(out, now_, real_now(), engine_); }

void Loop::take_signals() {
  signalfd_siginfo taken{};
  while (read(parts_.signals.get(), &taken, sizeof taken) > 0) continue;
  shutdown();
}

void Loop::shutdown() {
  if (!std::exchange(stopping_, true)) engine_.shutdown(now_);
}

void Loop::perform() {
  Action action;
  for (;;) {
    bool const more = engine_.poll(action);
    if (engine_.image() != image_) turn_to_image();
    if (!more) return;
    std::visit([this](auto const& one) { perform(one); }, action);
  }
}

void Loop::turn_to_image() {
  image_ = engine_.image();
  if (image_ != nullptr) follow(*image_);
  said_of_bfd(bfd_.adopt(image_ == nullptr ? std::span<SessionSpec const>() : image_->sessions, parts_.poller));
  if (Done const adopted = sockets_.adopt(parts_.poller); !adopted) {
    log(Severity::error, std::string("cannot listen on a VRRP socket: ") + std::strerror(adopted.error().number));
  }
  said_of_sockets();
}

/// One that cannot be opened keeps its own routers from running, and no others.
void Loop::look_after_sockets() {
  for (std::uint32_t const socket : sockets_.complete(parts_.poller)) engine_.socket(now_, socket, true);
  said_of_sockets();
}

void Loop::said_of_sockets() {
  for (std::string const& line : sockets_.news(parts_.frames.fd())) log(Severity::error, line);
}

void Loop::follow(Image const& image) {
  if (Done const following = parts_.monitor.follow(image); !following) {
    log(Severity::error, std::string("cannot hear of routes and rules: ") + std::strerror(following.error().number));
  }
}

void Loop::perform(SendAdvert const& action) {
  VrrpSocket* const socket = sockets_.at(action.socket);
  if (socket == nullptr) return;
  Done const sent = socket->send(action);
  int const error = sent ? 0 : sent.error().number;
  if (std::exchange(socket->send_error, error) == error || error == 0) return;
  log(Severity::warning, "adverts do not leave" + on_interface(socket->fd(), socket->spec().interface_index) + ": " +
                             std::strerror(error));
}

void Loop::perform(SendFrames const& action) {
  Done const sent = parts_.frames.send(action.frames);
  int const error = sent ? 0 : sent.error().number;
  if (std::exchange(frames_error_, error) == error || error == 0) return;
  log(Severity::warning, std::string("some gratuitous ARPs or NAs were not sent: ") + std::strerror(error));
}

void Loop::perform(Submit const& action) {
  std::span<NetlinkBatch::Refusal const> const refusals = parts_.batch.execute(action.bus, action.messages);
  if (action.bus == Bus::route) parts_.monitor.expect(action.messages, refusals);
  for (NetlinkBatch::Refusal const& refusal : refusals) refused(action, refusal);
}

void Loop::refused(Submit const& submit, NetlinkBatch::Refusal const& refusal) {
  RouterSpec const& router = image_->routers[submit.router];
  std::uint32_t const object = refusal.sequence - 1;
  if (object >= router.objects.size()) return;
  if (!engine_.object_failed(now_, submit.router, object, submit.add, refusal.error)) return;
  write_object_failed(event_, real_now(), {router.name, router.objects[object].label, submit.add, refusal.error});
  server_.publish(event_.finish(), Keep::yes);
}

void Loop::perform(Transition const& action) {
  write_transition(event_, real_now(), image_->routers[action.router].name, action);
  server_.publish(event_.finish(), Keep::yes);
}

void Loop::perform(PriorityChange const& action) {
  write_priority(event_, real_now(), image_->routers[action.router].name, action);
  server_.publish(event_.finish(), Keep::yes);
}

void Loop::perform(Rejected const& action) {
  write_rejected(event_, real_now(), image_->routers[action.router].name, action);
  server_.publish(event_.finish(), Keep::no);
}

void Loop::perform(LowerPriority const& action) {
  write_lower_priority(event_, real_now(), image_->routers[action.router].name, action);
  server_.publish(event_.finish(), Keep::yes);
}

void Loop::perform(HeldUp const& action) {
  log(Severity::warning, std::string(image_->routers[action.router].name) + " was held up for " +
                             seconds_text(action.late) + ": it listens before it decides");
}

void Loop::perform(Stranger const& action) {
  write_stranger(event_, real_now(), action);
  server_.publish(event_.finish(), Keep::no);
}

void Loop::perform(Finished const&) {
  finished_ = true;
  server_.finish();
}

/// The controller logs what it is told; without one, whoever reads our standard error does.
void Loop::log(Severity severity, std::string_view line) {
  if (!server_.has_controller()) write_error_line(line);
  write_log(event_, real_now(), severity, line);
  server_.publish(event_.finish(), Keep::no);
}

}  // namespace kac
