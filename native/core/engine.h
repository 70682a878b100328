#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <variant>

#include "core/base/address.h"
#include "core/base/time.h"
#include "core/bfd/session.h"
#include "core/handover.h"
#include "core/image/image.h"
#include "core/lateness.h"
#include "core/strangers.h"

/// All virtual routers of a host, without I/O: inputs and the time go in, actions come out. The shell, the tests and
/// the simulator drive the same class. Not thread-safe.
///
/// One wake-up is: read the clock once, give everything that arrived with that instant, then handle_timeout(), then
/// poll() until it has no more. Packets before timers, so that adverts which waited in a socket count before the
/// silence they end; and what several packets of one instant call for is done once.
///
/// receive(), handle_timeout() and poll() do not allocate when poll() is drained in each wake-up.
namespace kac {

enum class State : std::uint8_t { init = 0, backup = 1, master = 2, fault = 3 };

/// Why a router changed its state.
enum class Reason : std::uint8_t {
  start,
  master_down,     // the Master_Down_Timer ran out
  higher_advert,   // heard a better advert
  priority_zero,   // the master resigned and the skew time is over
  unanswered,      // resigned itself, and nobody took the role within the skew time
  owner_conflict,  // another router says that it is the owner too, and goes on saying so
  stalled,         // this host was held up for so long that another router is master by now
  owner,           // priority 255
  interface_down,
  interface_gone,
  interface_up,
  source_address_lost,
  address_removed,  // another program took a virtual address away
  routing_removed,  // or a virtual route or rule
  fault_cleared,
  tracker_failed,
  not_runnable,
  sync_group,  // another member of the group went there first
  removed,     // no longer in the configuration
  shutdown,
  socket_closed,  // what it hears and speaks by could not be opened
};
constexpr Reason reason_last = Reason::socket_closed;

/// Why a packet was not accepted. Counted per router.
enum class Reject : std::uint8_t {
  none,
  truncated,
  unknown_vrid,
  length,
  ttl,
  version,
  auth_type,
  auth_pass,
  interval,
  type,
  checksum,
  destination,
  unicast_source,
  owner,         // owner_ignore_adverts
  auth_missing,  // no HMAC trailer
  auth_header,   // the authentication header or the HMAC trailer is not one
  auth_key,      // an HMAC key that is not known
  auth_digest,
  auth_clock,
  auth_replay,
  count,
};
constexpr std::size_t reject_count = static_cast<std::size_t>(Reject::count);
constexpr Reject reject_last = static_cast<Reject>(reject_count - 1);

/// A packet as the raw socket gave it. IPv4: from the IP header on. IPv6: from the VRRP header on, the rest is in the
/// control messages. For IPv4 addresses and TTL are read from the header, whatever is written here.
struct Datagram {
  std::span<std::uint8_t const> bytes;
  IpAddress source;
  IpAddress destination;
  std::uint8_t ttl;
};

struct LinkFact {
  std::uint32_t index;
  std::string_view name;  // empty: the interface is gone
  bool up;                // IFF_UP and IFF_RUNNING
};

struct AddressFact {
  std::uint32_t interface_index;
  IpAddress address;
  std::uint8_t prefix;
  bool present;
  bool by_us;  // the answer to the engine's own request
};

/// What the shell must do, in order. Spans point into the engine and hold until the next call of poll().
struct SendAdvert {
  std::uint32_t socket;
  IpAddress source;
  IpAddress destination;
  std::uint8_t ttl;
  std::span<std::uint8_t const> bytes;  // IPv4: with the IP header; IPv6: the PDU, with its checksum
};
struct SendFrames {
  std::span<FrameSpec const> frames;
};
constexpr std::size_t batch_bytes_max = 32 * 1024;
/// Netlink messages to execute now. Failures come back by object_failed(); nlmsg_seq names the object. A router with
/// much to put on gets several, each for one bus, and of `batch_bytes_max` at most, or of one object.
struct Submit {
  std::uint32_t router;
  bool add;
  Bus bus;
  std::span<std::uint8_t const> messages;
};
struct Transition {
  std::uint32_t router;
  State from;
  State to;
  Reason reason;
  std::uint8_t effective_priority;
};
/// Trackers changed the priority of a router that has a role.
struct PriorityChange {
  std::uint32_t router;
  State state;
  std::uint8_t effective_priority;
};
/// A packet was not accepted; said once until something else arrives from that sender, and once a wake-up.
struct Rejected {
  std::uint32_t router;
  Reject reject;
  IpAddress source;
};
/// A master heard a lesser one, and answered; once a wake-up.
struct LowerPriority {
  std::uint32_t router;
  std::uint8_t priority;
  IpAddress source;
};
/// A router was not served for so long that it must listen before it decides anything.
struct HeldUp {
  std::uint32_t router;
  Micros late;
};
/// A packet of a BFD session.
struct SendBfd {
  std::uint32_t session;
  bfd::PacketBytes bytes;
};
struct SessionChange {
  std::uint32_t session;
  bfd::State from, to;
  bfd::Diagnostic diagnostic;
};
/// Everything is resigned and taken off: the process may end.
struct Finished {};

using Action = std::variant<SendAdvert, SendFrames, Submit, Transition, PriorityChange, Rejected, LowerPriority, HeldUp,
                            Stranger, SendBfd, SessionChange, Finished>;

/// `adverts_sent` counts an advert once, however many peers it goes to.
struct Counters {
  std::uint64_t adverts_received, adverts_sent, become_master, release_master;
  std::uint64_t priority_zero_received, priority_zero_sent, address_list_errors, lower_priority_received;
  std::uint64_t interval_mismatches;
  std::array<std::uint64_t, reject_count> rejected;

  template <class Self, class Fields>
  static void exchange(Self& self, Fields& fields) {
    fields(self.adverts_received, self.adverts_sent, self.become_master, self.release_master);
    fields(self.priority_zero_received, self.priority_zero_sent, self.address_list_errors);
    fields(self.lower_priority_received, self.interval_mismatches, self.rejected);
  }
};

/// The counters but for those of rejects, by names for programs.
struct NamedCounter {
  std::string_view name;
  std::uint64_t Counters::*value;
};
constexpr NamedCounter named_counters[] = {
    {"adverts_received", &Counters::adverts_received},
    {"adverts_sent", &Counters::adverts_sent},
    {"become_master", &Counters::become_master},
    {"release_master", &Counters::release_master},
    {"priority_zero_received", &Counters::priority_zero_received},
    {"priority_zero_sent", &Counters::priority_zero_sent},
    {"address_list_errors", &Counters::address_list_errors},
    {"lower_priority_received", &Counters::lower_priority_received},
    {"interval_mismatches", &Counters::interval_mismatches},
};

struct RouterStatus {
  std::string_view name;
  State state;
  Micros since;  // monotonic instant of the last transition
  Reason reason;
  std::uint8_t base_priority, effective_priority;
  bool master_known;
  IpAddress master;  // sender of the last accepted advert, or the own source while Master
  std::uint8_t master_priority;
  Micros last_advert;             // monotonic instant; 0: none yet
  Micros advert_interval;         // own
  Micros master_advert_interval;  // the one in use
  Micros skew, master_down_interval;
  std::optional<Micros> master_down_at;
  std::uint32_t objects_failed;  // objects the kernel refused when they were last put on
  Counters const* counters;
};

class Engine {
 public:
  /// `chance` is a number that others cannot foretell: BFD sessions are told apart by some that follow from it.
  explicit Engine(std::uint64_t chance = 0);
  ~Engine();
  Engine(Engine const&) = delete;
  Engine& operator=(Engine const&) = delete;

  /// Replaces the image. A router whose identity is in both keeps its state, timers and counters; what changed of its
  /// objects is put on or taken off. Others resign, or start: a router waits in Init until its link is told, which may
  /// be before load(). Its source address is taken to be there until it is told to be lost.
  /// What the image before still has to do (resign, take off) comes out of poll() first, with its indices; image() is
  /// that image until poll() returns the first action of the new one, or nothing more.
  /// `closed`: sockets of this image that could not be opened. Their routers are in Fault.
  void load(Micros now, std::unique_ptr<Image const> image, std::set<std::uint32_t> closed = {});
  [[nodiscard]] Image const* image() const;

  /// What `now` is by the calendar, before the first input of a wake-up: HMAC trailers have it in them. By how much the
  /// clock was stepped since the last wake-up; zero while it just goes on.
  Micros wall_clock(Micros now, Micros real);
  void receive(Micros now, std::uint32_t socket, Datagram const& datagram);
  /// A packet of some BFD session.
  void receive(Micros now, bfd::Arrival const& arrival);
  void link(Micros now, LinkFact const& fact);
  /// A socket of the newest image could be opened, or is of no use any more.
  void socket(Micros now, std::uint32_t socket, bool open);
  void address(Micros now, AddressFact const& fact);
  /// What the daemon sees of a tracked script, file or process: 0 is bad, anything else good, or a number as
  /// it is; nothing: not known any more. Kept for routers to come.
  void tracker(Micros now, std::string_view id, std::optional<std::int32_t> value);
  /// A route or a rule that a router may have put on was removed. What the kernel itself took is put back.
  void object_lost(Micros now, std::uint32_t router, std::uint32_t object, bool by_kernel);
  /// The kernel refused to put it on, or to take it off. False when it is as wanted all the same.
  [[nodiscard]] bool object_failed(Micros now, std::uint32_t router, std::uint32_t object, bool add, int error);
  /// Resigns every mastership and takes everything off; Finished follows. Nothing is taken after it.
  void shutdown(Micros now);

  void handle_timeout(Micros now);
  [[nodiscard]] std::optional<Micros> next_timeout() const;
  bool poll(Action& out);

  /// All that a successor needs but for the image, once poll() has no more. With `same_image` it will have the one in
  /// force, else one that says the same in another version.
  void hand_over(HandoverWriter& out, bool same_image) const;
  /// In place of the first load(), when all links have been told: goes on as the engine that handed this over. Says
  /// what is wrong with it, or null; after the former this engine is of no use.
  char const* resume(Micros now, std::unique_ptr<Image const> image, HandoverReader const& from,
                     std::set<std::uint32_t> closed = {});

  /// Of the image given last.
  [[nodiscard]] std::size_t router_count() const;
  [[nodiscard]] RouterStatus status(std::size_t router) const;
  /// Packets that no router could be found for: truncated, or of an unknown VRID.
  [[nodiscard]] std::array<std::uint64_t, reject_count> const& unmatched() const;
  /// Who sends adverts for virtual routers that this host does not have.
  [[nodiscard]] std::span<Stranger const> strangers() const;
  [[nodiscard]] Lateness const& lateness() const;

  [[nodiscard]] std::size_t session_count() const;
  [[nodiscard]] bfd::SessionStatus session_status(std::size_t session) const;
  /// BFD packets by why they were not accepted.
  [[nodiscard]] std::array<std::uint64_t, bfd::reject_count> const& sessions_rejected() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// For people: MASTER, and phrases.
std::string_view text(State state);
std::string_view text(Reason reason);
std::string_view text(Reject reject);
/// For programs: `auth_pass`. Does not change.
std::string_view name(Reject reject);

}  // namespace kac
