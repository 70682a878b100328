#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/address.h"
#include "core/base/time.h"

/// The engine image: everything the engine needs to run its virtual routers without asking anyone, encoded ahead of
/// time by src/engine/image.ts. It holds each router's settings, the Ethernet frames that announce its addresses and
/// the netlink messages that put them on and take them off; the engine never builds netlink.
///
/// Wire form, little-endian, fields in the order of the structs below:
///   bool u8 · u8 u16 u32 · Micros i64 · Ip: u8 family (4, 6) and 4 or 16 bytes · text: u16 length and bytes
///   bytes: u32 length and bytes · list: u32 count and entries · key: 8 bytes
/// Image := u32 magic 0x4943414b ("KACI"), u16 version, u16 zero, Micros startup_delay,
///   Micros delay_after_boot, Scheduling, list<LinkDelay>, list<Micros>, list<Socket>, list<Router>, list<Session>
/// An optional field is a flag, and its value only after a flag that is set.
/// An image of another version is refused; engine upgrades are given one in their own version.
namespace kac {

constexpr std::uint32_t image_magic = 0x4943414b;
constexpr std::uint16_t image_version = 6;

/// One receive and one send raw socket, shared by all routers that name it.
struct SocketSpec {
  Family family;
  bool multicast;
  bool authentication_header;  // IP protocol 51 in place of 112
  std::uint32_t interface_index;
  IpAddress local;                     // what the receive socket is bound to: the group, or the unicast source
  std::uint32_t receive_buffer_bytes;  // 0: the kernel's default
  std::uint32_t reports_from;          // another interface that is a member of the group too; 0: none
};

/// An Ethernet frame, whole, for the interface it goes out of: a gratuitous ARP or an unsolicited NA.
struct FrameSpec {
  std::uint32_t interface_index;
  std::uint16_t pace;  // of Image::paces, from 1; 0: none
  std::span<std::uint8_t const> bytes;
};

/// What was found in the kernel for an object when the image was compiled.
enum class Found : std::uint8_t { absent = 0, ours = 1, foreign = 2 };

/// The part of the kernel that netlink messages are for.
enum class Bus : std::uint8_t { route = 0, netfilter = 1, generic = 2 };
constexpr std::size_t bus_count = 3;

/// One kernel object that goes with the Master role: an address, a route, an element of a set of the firewall.
struct ObjectSpec {
  std::array<std::uint8_t, 8> key;  // equal keys: nothing to change between two images
  std::string_view label;           // for people: "192.0.2.10/24 dev eth0"
  bool elsewhere;                   // announced again and again, see GarpSpec::elsewhere
  bool tracked;                     // its removal by another program is a fault of the router
  Found found;                      // ours: removed when the router starts; foreign: neither added nor removed
  std::uint32_t interface_index;    // with `address`: how its removal by others is recognised
  IpAddress address;
  std::uint8_t prefix;
  Bus bus;
  std::span<std::uint8_t const> add;  // netlink messages; nlmsg_seq is the object's index plus one, no NLM_F_ACK
  std::span<std::uint8_t const> remove;
  std::span<FrameSpec const> frames;  // within RouterSpec::frames
};

enum class Auth : std::uint8_t { none = 0, pass = 1, ah = 2 };

/// keepalived's auth_hmac. Enforce signs and wants signatures; permissive signs; all three check what is signed.
enum class HmacMode : std::uint8_t { off = 0, enforce = 1, permissive = 2, receive_only = 3 };

struct HmacKey {
  std::uint8_t id;
  std::span<std::uint8_t const> octets;  // 64 at most
};

struct HmacSpec {
  HmacMode mode;
  std::uint8_t active_key;
  Micros time_window;  // 0: the clocks are not compared (anti_replay monotonic)
  std::vector<HmacKey> keys;
};

/// Which destination the checksum of unicast VRRPv3 over IPv4 is made with: the real one unless a peer is heard to use
/// the multicast group; always the group; never the group.
enum class OldChecksum : std::uint8_t { automatic = 0, always = 1, never = 2 };

struct PeerSpec {
  IpAddress address;
  std::uint8_t min_ttl, max_ttl;  // of what it sends
};

struct GarpSpec {
  std::uint8_t master_repeat;
  Micros master_delay;    // 0: no second block
  Micros master_refresh;  // 0: off
  std::uint8_t master_refresh_repeat;
  std::uint8_t lower_prio_repeat;
  Micros lower_prio_delay;
  Micros elsewhere;  // of addresses on other interfaces than the router's; 0: off
};

/// State: good or bad. Number: multiplied with the weight. Link: good while the interface of this index and name is up.
enum class TrackerKind : std::uint8_t { state = 0, number = 1, link = 2 };

/// Something that a router depends on. Without a weight it is a fault while bad.
struct TrackerSpec {
  TrackerKind kind;
  std::string_view id;
  std::uint32_t interface_index;  // of a link; 0: it does not exist now
  std::int16_t weight;            // -254 to 254
  bool reverse;
};

struct RouterSpec {
  std::string_view name;
  std::string_view identity;  // where the virtual router is: its state is kept through images, see predecessors.h
  std::uint8_t vrid;
  Family family;
  bool runnable;          // false: it can not run as it is configured, and stays in Fault
  std::uint8_t version;   // 2, 3
  std::uint8_t priority;  // base priority
  bool start_master;      // `state MASTER`
  bool preempt;
  Micros preempt_delay;
  Micros advert_interval;
  std::uint8_t down_timer_adverts;
  bool lower_prio_no_advert;
  bool higher_prio_send_advert;
  bool checksum_as_v2;  // v3 IPv4 without pseudo-header
  OldChecksum old_unicast_checksum;
  bool check_unicast_source;
  bool skip_check_adv_addr;  // the addresses are looked at in the first advert of a master only
  bool owner_ignore_adverts;
  std::uint8_t timer_expired_backup;  // the highest priority of another router; 0: off
  Auth auth;
  std::array<std::uint8_t, 8> password;  // zero-padded; with AH, the key
  HmacSpec hmac;
  std::uint32_t socket;           // index into Image::sockets
  IpAddress source;               // the source address of adverts
  bool source_configured;         // or of another interface; else the interface's own address, whose loss is a fault
  std::uint8_t ttl;               // IPv4 TTL or IPv6 hop limit of what is sent; 255 is required of multicast received
  std::uint32_t interface_index;  // 0: the interface does not exist now
  std::string_view interface_name;
  bool track_interface;  // false with dont_track_primary
  IpAddress group;       // where adverts go when there are no peers
  std::vector<PeerSpec> peers;
  std::vector<IpAddress> advertised;  // the addresses in the packet, in configured order
  std::vector<TrackerSpec> trackers;
  std::uint16_t sync_group;              // routers of one group have one number; 0: none
  std::vector<FrameSpec> source_frames;  // announce the source address, when a unicast router leaves Fault
  GarpSpec garp;
  std::vector<ObjectSpec> objects;     // in the order of being put on
  std::vector<std::uint16_t> removal;  // each index into objects once, in the order of being taken off
  std::vector<FrameSpec> frames;       // of all objects, one after the other; not a field of the wire form
};

/// A BFD session with one neighbour.
struct SessionSpec {
  std::string_view name;
  std::string_view identity;  // two images with the same identity mean the same session: its state is kept
  std::string_view tracker;   // TrackerSpec::id of the routers that follow it
  IpAddress neighbor;
  std::optional<IpAddress> source;  // else the kernel chooses
  bool multihop;                    // RFC 5883 rather than RFC 5881
  std::uint8_t ttl;                 // IPv4 TTL or IPv6 hop limit of what is sent
  std::uint8_t ttl_min;             // of what is accepted
  Micros min_tx, min_rx, idle_tx;   // of 32 bits; idle_tx while it is not up: a second or more
  std::uint8_t multiplier;
  bool passive;  // never the first to speak
};

/// How the engine itself runs.
struct SchedulingSpec {
  std::int8_t nice;
  std::uint8_t realtime_priority;   // of SCHED_RR; 0: not in real time
  std::uint32_t realtime_limit;     // microseconds that it may run without a pause in real time; 0: no limit
  bool lock_memory;                 // never swapped out
  std::uint8_t auto_priority_max;   // up to which it raises itself when it runs late; 0: never
  Micros auto_priority_delay;       // how late that is
  std::vector<std::uint16_t> cpus;  // empty: any
  std::string name;                 // of the process
};

/// How long the link of an interface has to stay down or up before it counts.
struct LinkDelaySpec {
  std::string_view interface_name;
  Micros down, up;
};

/// A parsed image. Owns its bytes; every span and view above points into them.
struct Image {
  std::vector<std::uint8_t> bytes;
  Micros startup_delay;     // from the first image on, all routers stay in Init; a later image does not begin it anew
  Micros delay_after_boot;  // the same, until so long after the machine was started
  SchedulingSpec scheduling;
  std::vector<LinkDelaySpec> link_delays;
  std::vector<Micros> paces;  // the least time between two announcements of one pace
  std::vector<SocketSpec> sockets;
  std::vector<RouterSpec> routers;
  std::vector<SessionSpec> sessions;
};

struct ImageError {
  std::size_t offset;
  char const* what;
};

/// Never fails on its own: any bytes give an image or the place where they stop being one. All indices are checked.
std::variant<std::unique_ptr<Image const>, ImageError> parse_image(std::span<std::uint8_t const> bytes);

}  // namespace kac
