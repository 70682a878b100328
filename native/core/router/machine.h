#pragma once

#include <cstdint>
#include <optional>

#include "core/base/fields.h"
#include "core/base/wall_clock.h"
#include "core/crowd.h"
#include "core/engine.h"
#include "core/packets/authentication.h"
#include "core/router/complaints.h"
#include "core/router/intervals.h"
#include "core/router/objects.h"
#include "core/router/outbox.h"
#include "core/router/timers.h"
#include "core/router/trackers.h"

namespace kac {

/// Deaf: the interface is there, but the socket of the router could not be opened.
enum class LinkState : std::uint8_t { unknown, gone, down, up, deaf };

/// One virtual router (RFC 3768 and RFC 9568 section 6). Inputs and the time go in; what is to be done goes to the
/// outbox. Never asks what time it is, never looks anything up.
class Machine {
 public:
  /// Stays in Init until `silent_until`.
  Machine(Place const& place, LinkState link, std::optional<Micros> silent_until, Outbox& outbox,
          WallClock const& wall_clock, Observations const& seen);

  /// Whether a new machine will be master at once.
  [[nodiscard]] bool starts_as_master() const { return is_owner() && !is_grouped() && !is_silenced() && !fault(); }

  /// An advert of this VRID from the router's socket, right or not.
  void receive(Micros now, Packet const& packet);
  void link(Micros now, LinkState link);
  /// Whether its source address is there.
  void source(Micros now, bool present);
  /// Another program removed what the router has put on.
  void object_lost(Micros now, std::uint32_t object, Reason reason);
  void object_taken_along(std::uint32_t object);
  /// Something that routers track has changed.
  void observe(Micros now);
  void object_refused(std::uint32_t object);
  /// The pace of an object's announcements allows one; false when none is wanted any more.
  bool announce_paced(std::uint32_t object) { return objects_.announce_paced(object); }
  /// This host's calendar was set anew, so adverts that are signed with a time may look wrong for a while.
  void clock_stepped(Micros now);
  /// `crowd`: how many others were served before it that had the same deadline, in groups.
  void handle_timeout(Micros now, std::uint32_t crowd);
  [[nodiscard]] std::optional<Micros> next_timeout() const { return timers_.next(); }
  /// Resigns; the machine is over.
  void stop(Micros now, Reason reason);

  /// For a successor.
  void hand_over(FieldWriter& fields) const;
  /// Goes on as the machine that handed this over. False when none can have been so; the fields say when they are
  /// wrong.
  bool resume(Micros now, FieldReader& fields, LinkState link);
  template <class Self, class Fields>
  static void exchange(Self& self, Fields& fields);

  /// What a sync group needs to know of its members, and what it makes them do.
  [[nodiscard]] bool is_master() const { return state_ == State::master; }
  [[nodiscard]] bool has_own_fault() const { return state_ != State::init && own_fault(); }
  /// Its timer ran out, but for the others it waits.
  [[nodiscard]] bool may_take_over() const { return state_ == State::backup && may_take_over_; }
  [[nodiscard]] bool answered(Micros now) const { return answered_at_ == now; }
  void share_fault(Micros now, bool fault);
  /// New in a group of masters: it may be a backup until its own Master_Down_Timer, or a better master, decides.
  void join() { joining_ = state_ != State::master; }
  [[nodiscard]] bool is_joining() const { return joining_; }
  void take_over(Micros now);
  void give_up(Micros now);
  void announce_with_group(Micros now);

  /// The outbox has turned to a new image; before that objects() had to release what does not stay.
  void adopt(Micros now, Place const& next, LinkState link);

  [[nodiscard]] Objects& objects() { return objects_; }
  [[nodiscard]] RouterStatus status() const;

 private:
  [[nodiscard]] RouterSpec const& spec() const { return *place_.spec; }
  [[nodiscard]] std::uint8_t priority() const { return yielded_ && spec().priority == 255 ? 254 : effective_priority_; }
  [[nodiscard]] bool is_owner() const { return priority() == 255; }  // RFC 9568 section 5.2.4
  [[nodiscard]] bool has_role() const { return state_ == State::master || state_ == State::backup; }
  [[nodiscard]] bool is_silenced() const { return timers_.deadline(Timer::startup).has_value(); }
  [[nodiscard]] bool is_grouped() const { return spec().sync_group != 0; }
  [[nodiscard]] std::optional<Reason> own_fault() const;
  [[nodiscard]] std::optional<Reason> fault() const;
  [[nodiscard]] Micros skew() const { return skew_time(spec().version, priority(), master_interval_); }
  [[nodiscard]] Micros master_down() const { return master_down_interval(spec(), priority(), master_interval_); }
  [[nodiscard]] Micros silence_allowed() const { return takeover_ == Reason::master_down ? master_down() : skew(); }

  void count(Packet const& packet);
  void reject(Micros now, IpAddress const& source, Reject why);
  void hear_as_backup(Micros now, Packet const& packet);
  void hear_as_master(Micros now, Packet const& packet);
  void answer_lower(Micros now, Packet const& packet);
  void give_way(Micros now, Packet const& packet);
  void announce_lower(Micros now);
  [[nodiscard]] bool yields_to(Micros now, Packet const& packet);
  [[nodiscard]] bool was_replaced(Micros now) const;
  [[nodiscard]] bool is_better(Packet const& packet) const;
  [[nodiscard]] bool puts_up_with_lower(Micros now);
  void follow(Micros now, Packet const& packet);

  void weigh_trackers();
  void settle(Micros now, Reason recovery);
  void become_master(Micros now, Reason reason);
  void become_backup(Micros now, Reason reason);
  void become_faulty(Micros now, Reason reason);
  void leave_master(Micros now, bool resign);
  void transition(Micros now, State to, Reason reason);

  void wait_for_advert(Micros now, Reason takeover);
  void send_advert(Micros now, std::uint8_t priority);
  void send_periodic_advert(Micros now, Micros due, std::uint32_t crowd);
  void set_refresh(Micros first);
  void set_elsewhere(Micros now);
  [[nodiscard]] bool was_given_up(Micros now) const;
  bool listens_first(Micros now, Timer timer, Micros late);

  Place place_;
  Outbox& outbox_;
  WallClock const& wall_clock_;
  Observations const& seen_;
  Objects objects_;
  Timers timers_;
  Complaints complaints_;
  Freshness freshness_;
  Counters counters_{};

  State state_ = State::init;
  Reason reason_ = Reason::start;
  Micros since_{};

  LinkState link_ = LinkState::unknown;
  bool source_lost_ = false;
  std::uint8_t effective_priority_;
  bool tracker_failed_ = false;
  bool tracker_unknown_ = false;
  bool group_failed_ = false;
  bool may_take_over_ = false;
  bool joining_ = false;
  bool listening_ = false;  // held up for long: whether another router is master has to be heard first

  Micros master_interval_;                 // Master_Adver_Interval, learned in VRRPv3
  Reason takeover_ = Reason::master_down;  // why the running Master_Down_Timer would make it master
  std::optional<Micros> lower_since_;      // when a lower master was first heard, for preempt_delay
  std::optional<IpAddress> master_;
  std::uint8_t master_priority_ = 0;
  std::optional<Micros> last_advert_;

  struct Rival {
    IpAddress address;
    Micros heard_at;
    std::uint64_t adverts_sent;  // before it was heard

    template <class Self, class Fields>
    static void exchange(Self& self, Fields& fields) {
      fields(self.address, self.heard_at, self.adverts_sent);
    }
  };
  std::optional<Rival> rival_;  // Master: another owner
  bool yielded_ = false;        // to a rival, for as long as it says 255

  std::uint16_t identification_ = 0;
  std::optional<Micros> sent_at_;
  std::optional<Micros> answered_at_;
  std::optional<Micros> complained_at_;
  bool old_unicast_checksum_ = false;
};

}  // namespace kac
