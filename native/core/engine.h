#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "core/address.h"
#include "core/image.h"
#include "core/time.h"

/// All virtual routers of a host, without I/O: inputs and the time go in, actions come out. The shell, the tests and
/// the simulator drive the same class. Not thread-safe. Allocates in load() only.
namespace kac {

enum class State : std::uint8_t { init = 0, backup = 1, master = 2, fault = 3 };

/// Why a router changed its state; `text(Reason)` is what people read.
enum class Reason : std::uint8_t {
  start,
  master_down,          // the Master_Down_Timer ran out
  higher_advert,        // heard a better advert
  priority_zero,        // the master resigned and the skew time is over
  owner,                // priority 255
  interface_down,
  interface_gone,
  interface_up,
  source_address_lost,
  address_removed,      // another program took a virtual address away
  fault_cleared,
  removed,              // no longer in the configuration
  shutdown,
};

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
  count,
};
constexpr std::size_t reject_count = static_cast<std::size_t>(Reject::count);

/// A packet as the raw socket gave it. IPv4: from the IP header on. IPv6: from the VRRP header on.
struct Datagram {
  std::span<std::uint8_t const> bytes;
  IpAddress source;
  IpAddress destination;
  std::uint8_t ttl;  // IPv6: from the control message; IPv4: read from the header instead
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
  std::span<std::uint8_t const> bytes;  // IPv4: with the IP header; IPv6: the kernel writes header and checksum
};
struct SendFrames {
  std::span<FrameSpec const> frames;
};
/// Netlink messages to execute now. Failures come back by object_failed(); nlmsg_seq names the object.
struct Submit {
  std::uint32_t router;
  bool add;
  std::span<std::uint8_t const> messages;
};
struct Transition {
  std::uint32_t router;
  State from;
  State to;
  Reason reason;
  std::uint8_t effective_priority;
};
/// A packet was not accepted; said once until something else arrives from that sender.
struct Rejected {
  std::uint32_t router;
  Reject reject;
  IpAddress source;
};
/// Everything is resigned and taken off: the process may end.
struct Finished {};

using Action = std::variant<SendAdvert, SendFrames, Submit, Transition, Rejected, Finished>;

struct Counters {
  std::uint64_t adverts_received, adverts_sent, become_master, release_master;
  std::uint64_t priority_zero_received, priority_zero_sent, address_list_errors, lower_priority_received;
  std::array<std::uint64_t, reject_count> rejected;
};

struct RouterStatus {
  std::string_view name;
  State state;
  Micros since;                   // monotonic instant of the last transition
  Reason reason;
  std::uint8_t base_priority, effective_priority;
  bool master_known;
  IpAddress master;               // sender of the last accepted advert, or the own source while Master
  std::uint8_t master_priority;
  Micros last_advert;             // monotonic instant; 0: none yet
  Micros advert_interval;         // own
  Micros master_advert_interval;  // the one in use
  Micros skew, master_down_interval;
  std::optional<Micros> master_down_at;
  std::uint32_t objects_failed;   // objects the kernel refused when they were last put on
  Counters const* counters;
};

class Engine {
 public:
  Engine();
  ~Engine();
  Engine(Engine const&) = delete;
  Engine& operator=(Engine const&) = delete;

  /// Replaces the image. A router whose identity is in both keeps its state, timers and counters; what changed of its
  /// objects is put on or taken off. Others resign, or start. Links must be told before routers can leave Fault.
  void load(Micros now, std::unique_ptr<Image const> image);
  [[nodiscard]] Image const* image() const;

  void receive(Micros now, std::uint32_t socket, Datagram const& datagram);
  void link(Micros now, LinkFact const& fact);
  void address(Micros now, AddressFact const& fact);
  void object_failed(Micros now, std::uint32_t router, std::uint32_t object, bool add, int error);
  /// Resigns every mastership and takes everything off; Finished follows.
  void shutdown(Micros now);

  void handle_timeout(Micros now);
  [[nodiscard]] std::optional<Micros> next_timeout() const;
  bool poll(Action& out);

  [[nodiscard]] std::size_t router_count() const;
  [[nodiscard]] RouterStatus status(std::size_t router) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

std::string_view text(State state);
std::string_view text(Reason reason);
std::string_view text(Reject reject);

}  // namespace kac
