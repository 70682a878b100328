#include "core/bfd/session.h"

#include <algorithm>
#include <utility>

namespace kac::bfd {
namespace {

// Of the interval, in thousandths, with the jitter of RFC 5880 section 6.8.7: up to a quarter less, and with a
// multiplier of 1 a tenth less at least.
constexpr std::uint32_t part_min = 750;
constexpr std::uint32_t part_max = 1000;
constexpr std::uint32_t part_max_alone = 900;

std::uint32_t wire_interval(Micros interval) { return static_cast<std::uint32_t>(interval.count); }

}  // namespace

State next_state(State own, State theirs) {
  switch (own) {
    case State::admin_down:
      return State::admin_down;
    case State::down:
      if (theirs == State::down) return State::init;
      return theirs == State::init ? State::up : State::down;
    case State::init:
      if (theirs == State::admin_down) return State::down;
      return theirs == State::down ? State::init : State::up;
    case State::up:
      return theirs == State::init || theirs == State::up ? State::up : State::down;
  }
  return own;
}

Session::Session(Micros now, SessionSpec const& spec, std::uint32_t discriminator, Micros trial)
    : spec_(&spec),
      told_(times_of(spec)),
      discriminator_(discriminator),
      since_(now),
      trial_until_(trial > Micros{} ? std::optional(now + trial) : std::nullopt),
      transmit_in_use_(spec.idle_tx),
      receive_in_use_(spec.min_rx),
      urgent_at_(now),
      sent_at_(now) {}

void Session::adopt(Micros now, SessionSpec const& spec) {
  spec_ = &spec;
  if (std::exchange(told_, times_of(spec)) == told_) return;
  if (state_ == State::up) {
    // Until the neighbour has agreed, it is neither sent less than it waits for nor expected to send more.
    transmit_in_use_ = std::min(transmit_in_use_, spec.min_tx);
    receive_in_use_ = std::max(receive_in_use_, spec.min_rx);
    begin_poll(now);
  } else {
    transmit_in_use_ = spec.idle_tx;
    receive_in_use_ = spec.min_rx;
    urgent_at_ = now;
  }
}

Session::Times Session::times_of(SessionSpec const& spec) {
  return {spec.min_tx, spec.min_rx, spec.idle_tx, spec.multiplier};
}

/// Times that would make the timers run wild cannot come from an engine.
bool Session::may_be() const {
  constexpr Micros shortest{1'000};
  constexpr Micros longest{UINT32_MAX};
  auto const fits = [&](Micros value, Micros least) { return value >= least && value <= longest; };
  bool const own = fits(transmit_in_use_, shortest) && fits(receive_in_use_, shortest);
  bool const theirs = fits(neighbor_.min_tx, {}) && fits(neighbor_.min_rx, {});
  return own && theirs && discriminator_ != 0 && part_ >= part_min && part_ <= part_max;
}

void Session::receive(Micros now, Packet const& packet) {
  received_++;
  heard_at_ = now;
  listen_until_.reset();
  neighbor_ = {packet.state,
               packet.diagnostic,
               packet.my_discriminator,
               Micros{packet.desired_min_tx},
               Micros{packet.required_min_rx},
               packet.multiplier,
               packet.demand};
  if (packet.final && polling_) {
    polling_ = false;
    transmit_in_use_ = state_ == State::up ? spec_->min_tx : spec_->idle_tx;
    receive_in_use_ = spec_->min_rx;
  }
  if (packet.poll) answer_ = true;
  State const next = next_state(state_, packet.state);
  if (next != state_) enter(now, next, next == State::down ? Diagnostic::neighbor_down : Diagnostic::none);
}

void Session::enter(Micros now, State state, Diagnostic diagnostic) {
  bool const was_up = state_ == State::up;
  state_ = state;
  since_ = now;
  urgent_at_ = now;
  if (state == State::up) {
    went_up_++;
    path_good_ = true;
    trial_until_.reset();
    diagnostic_ = Diagnostic::none;
    transmit_in_use_ = spec_->min_tx;
    begin_poll(now);
    return;
  }
  polling_ = false;
  transmit_in_use_ = spec_->idle_tx;
  receive_in_use_ = spec_->min_rx;
  if (state != State::down) return;
  diagnostic_ = diagnostic;
  if (was_up) went_down_++;
  if (neighbor_.state != State::admin_down) path_good_ = false;
}

void Session::begin_poll(Micros now) {
  polling_ = true;
  urgent_at_ = now;
}

void Session::handle_timeout(Micros now) {
  if (trial_until_ && now >= *trial_until_) trial_until_.reset();
  std::optional<Micros> const due = detect_at();
  if (!due || now < *due) return;
  // Whoever was held up for long may have lost what the neighbour said meanwhile: one interval is enough to hear of it.
  bool const was_held_up = now - *due >= neighbor_interval();
  if (was_held_up && !listen_until_ && (state_ == State::up || state_ == State::init)) {
    listen_until_ = now + neighbor_interval();
    return;
  }
  lose(now);
}

void Session::lose(Micros now) {
  heard_at_.reset();
  listen_until_.reset();
  neighbor_ = {};
  answer_ = false;
  if (state_ == State::up || state_ == State::init) enter(now, State::down, Diagnostic::detection_expired);
}

std::optional<Micros> Session::next_timeout() const {
  std::optional<Micros> const answer = answer_ ? heard_at_ : std::nullopt;
  std::optional<Micros> const judged = earlier(detect_at(), trial_until_);
  return earlier(earlier(answer, judged), transmits() ? std::optional(transmit_at()) : std::nullopt);
}

std::optional<Packet> Session::transmit(Micros now, Chance& chance) {
  Packet next = packet();
  if (std::exchange(answer_, false)) {
    next.final = true;
    sent_++;
    return next;
  }
  if (!transmits() || now < transmit_at()) return std::nullopt;
  part_ = chance.between(part_min, spec_->multiplier == 1 ? part_max_alone : part_max);
  urgent_at_.reset();
  sent_at_ = now;
  sent_++;
  next.poll = polling_;
  return next;
}

std::optional<Packet> Session::stop() {
  state_ = State::admin_down;
  diagnostic_ = Diagnostic::administratively_down;
  if (neighbor_.discriminator == 0) return std::nullopt;
  sent_++;
  return packet();
}

Packet Session::packet() const {
  Packet packet{};
  packet.state = state_;
  packet.diagnostic = diagnostic_;
  packet.multiplier = spec_->multiplier;
  packet.my_discriminator = discriminator_;
  packet.your_discriminator = neighbor_.discriminator;
  packet.desired_min_tx = wire_interval(state_ == State::up ? spec_->min_tx : spec_->idle_tx);
  packet.required_min_rx = wire_interval(spec_->min_rx);
  return packet;
}

/// RFC 5880 section 6.8.7: when nothing may be sent but answers.
bool Session::transmits() const {
  bool const waits = spec_->passive && neighbor_.discriminator == 0;
  bool const unwanted = neighbor_.min_rx == Micros{};
  bool const silent = neighbor_.demand && state_ == State::up && neighbor_.state == State::up && !polling_;
  return !waits && !unwanted && !silent;
}

Micros Session::transmit_interval() const { return std::max(transmit_in_use_, neighbor_.min_rx); }

Micros Session::transmit_at() const {
  if (urgent_at_) return *urgent_at_;
  return {sent_at_.count + transmit_interval().count * part_ / 1000};
}

Micros Session::neighbor_interval() const { return std::max(receive_in_use_, neighbor_.min_tx); }

std::optional<Micros> Session::detect_at() const {
  if (!heard_at_) return std::nullopt;
  Micros const due = *heard_at_ + neighbor_.multiplier * neighbor_interval();
  return listen_until_ ? std::max(due, *listen_until_) : due;
}

SessionStatus Session::status() const {
  SessionStatus status{};
  status.name = spec_->name;
  status.neighbor = spec_->neighbor;
  status.state = state_;
  status.neighbor_state = neighbor_.state;
  status.diagnostic = diagnostic_;
  status.neighbor_diagnostic = neighbor_.diagnostic;
  status.path_good = path_good_;
  status.since = since_;
  status.transmit_interval = transmit_interval();
  status.detection_time = neighbor_.multiplier * neighbor_interval();
  status.last_heard = heard_at_;
  status.discriminator = discriminator_;
  status.neighbor_discriminator = neighbor_.discriminator;
  status.received = received_;
  status.sent = sent_;
  status.went_up = went_up_;
  status.went_down = went_down_;
  return status;
}

}  // namespace kac::bfd
