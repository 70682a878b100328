#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/chance.h"
#include "core/base/time.h"
#include "core/bfd/packet.h"
#include "core/image/image.h"

namespace kac::bfd {

/// Where a side goes that hears the other one be in `theirs` (RFC 5880 section 6.8.6).
State next_state(State own, State theirs);

struct SessionStatus {
  std::string_view name;
  IpAddress neighbor;
  State state, neighbor_state;
  Diagnostic diagnostic, neighbor_diagnostic;
  bool path_good;
  Micros since;              // monotonic instant of the last change of state
  Micros transmit_interval;  // the longest between two packets
  Micros detection_time;     // 0: the neighbour is not heard
  std::optional<Micros> last_heard;
  std::uint32_t discriminator, neighbor_discriminator;
  std::uint64_t received, sent, went_up, went_down;
};

/// One session. The time and packets go in; what is to be sent is asked for afterwards.
class Session {
 public:
  /// One on trial has so long to come up before anybody who tracks it is told that it is not.
  Session(Micros now, SessionSpec const& spec, std::uint32_t discriminator, Micros trial);

  /// Other settings for the same session. One that is up stays up: what matters to the neighbour is agreed upon with a
  /// poll sequence (RFC 5880 section 6.8.3).
  void adopt(Micros now, SessionSpec const& spec);

  /// A packet of the neighbour that was found right.
  void receive(Micros now, Packet const& packet);
  void handle_timeout(Micros now);
  [[nodiscard]] std::optional<Micros> next_timeout() const;
  /// What is to be sent now, until there is no more: an answer at once, and at most one other packet.
  std::optional<Packet> transmit(Micros now, Chance& chance);
  /// The session is over. The last packet, if the neighbour is there, tells it that the path is not at fault.
  std::optional<Packet> stop();

  [[nodiscard]] SessionSpec const& spec() const { return *spec_; }
  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] Diagnostic diagnostic() const { return diagnostic_; }
  [[nodiscard]] std::uint32_t discriminator() const { return discriminator_; }
  /// What whoever tracks it goes by: since it was up for the first time, and until the path fails. A neighbour that
  /// switches its side off says nothing about the path (RFC 5882 section 3.2). Nothing while it is on trial.
  [[nodiscard]] std::optional<bool> path_good() const {
    return trial_until_ ? std::nullopt : std::optional(path_good_);
  }
  [[nodiscard]] SessionStatus status() const;

  /// What a successor of the engine is told. After it was read: whether that may be.
  template <class Self, class Fields>
  static void exchange(Self& self, Fields& fields) {
    fields.enumerator(self.state_, State::up);
    fields.enumerator(self.diagnostic_, diagnostic_last);
    fields(self.discriminator_, self.since_, self.path_good_, self.polling_, self.answer_, self.told_);
    fields(self.transmit_in_use_, self.receive_in_use_, self.urgent_at_, self.sent_at_, self.part_, self.neighbor_);
    fields(self.heard_at_, self.listen_until_, self.received_, self.sent_, self.went_up_, self.went_down_);
    fields(self.trial_until_);
  }
  [[nodiscard]] bool may_be() const;

 private:
  void enter(Micros now, State state, Diagnostic diagnostic);
  void lose(Micros now);
  void begin_poll(Micros now);
  [[nodiscard]] Packet packet() const;
  [[nodiscard]] bool transmits() const;
  [[nodiscard]] Micros transmit_interval() const;
  [[nodiscard]] Micros transmit_at() const;
  [[nodiscard]] Micros neighbor_interval() const;
  [[nodiscard]] std::optional<Micros> detect_at() const;

  /// What the neighbour is told of.
  struct Times {
    Micros min_tx, min_rx, idle_tx;
    std::uint8_t multiplier = 0;

    friend constexpr bool operator==(Times const&, Times const&) = default;
    template <class Self, class Fields>
    static void exchange(Self& self, Fields& fields) {
      fields(self.min_tx, self.min_rx, self.idle_tx, self.multiplier);
    }
  };
  static Times times_of(SessionSpec const& spec);

  SessionSpec const* spec_;
  Times told_;
  std::uint32_t discriminator_;

  State state_ = State::down;
  Diagnostic diagnostic_ = Diagnostic::none;
  Micros since_;
  bool path_good_ = false;
  std::optional<Micros> trial_until_;

  bool polling_ = false;
  bool answer_ = false;     // to a poll of the neighbour
  Micros transmit_in_use_;  // Desired Min TX and Required Min RX as they hold until the neighbour knows of others
  Micros receive_in_use_;
  std::optional<Micros> urgent_at_;  // what it says has changed, and does not wait for its turn
  Micros sent_at_;
  std::uint32_t part_ = 1000;  // of the interval that is left by the jitter, in thousandths

  /// What the neighbour said last, or what holds for one that was never heard (RFC 5880 section 6.8.1).
  struct Neighbor {
    State state = State::down;
    Diagnostic diagnostic = Diagnostic::none;
    std::uint32_t discriminator = 0;
    Micros min_tx;
    Micros min_rx{1};
    std::uint8_t multiplier = 0;
    bool demand = false;

    template <class Self, class Fields>
    static void exchange(Self& self, Fields& fields) {
      fields.enumerator(self.state, State::up);
      fields.enumerator(self.diagnostic, diagnostic_last);
      fields(self.discriminator, self.min_tx, self.min_rx, self.multiplier, self.demand);
    }
  };
  Neighbor neighbor_;
  std::optional<Micros> heard_at_;
  std::optional<Micros> listen_until_;  // held up for long: whether the neighbour is there has to be heard first

  std::uint64_t received_ = 0, sent_ = 0, went_up_ = 0, went_down_ = 0;
};

}  // namespace kac::bfd
