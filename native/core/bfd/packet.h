#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

#include "core/base/address.h"

/// Bidirectional Forwarding Detection: RFC 5880 (the protocol), 5881 (one hop), 5883 (several). Asynchronous mode,
/// without echo and without authentication.
namespace kac::bfd {

enum class State : std::uint8_t { admin_down = 0, down = 1, init = 2, up = 3 };

/// Why a side left Up. A neighbour may say any number of five bits.
enum class Diagnostic : std::uint8_t {
  none = 0,
  detection_expired = 1,
  echo_failed = 2,
  neighbor_down = 3,
  forwarding_reset = 4,
  path_down = 5,
  concatenated_path_down = 6,
  administratively_down = 7,
  reverse_concatenated_path_down = 8,
};

constexpr auto diagnostic_last = static_cast<Diagnostic>(0x1f);

constexpr std::size_t packet_bytes = 24;
using PacketBytes = std::array<std::uint8_t, packet_bytes>;

/// A control packet without authentication (RFC 5880 section 4.1). Intervals are in microseconds.
struct Packet {
  State state;
  Diagnostic diagnostic;
  bool poll;
  bool final;
  bool control_plane_independent;
  bool demand;
  std::uint8_t multiplier;
  std::uint32_t my_discriminator;
  std::uint32_t your_discriminator;
  std::uint32_t desired_min_tx;
  std::uint32_t required_min_rx;
  std::uint32_t required_min_echo_rx;
};

/// Why a packet was not accepted; in the order of being found.
enum class Reject : std::uint8_t {
  none,
  truncated,
  version,
  length,
  multiplier,
  multipoint,
  discriminator,   // its sender has none, or says that it heard of ours without naming it
  authentication,  // nobody asked for it
  unknown_session,
  address,  // names our discriminator, and is not from the neighbour
  ttl,
  count,
};
constexpr std::size_t reject_count = static_cast<std::size_t>(Reject::count);

/// What RFC 5880 section 6.8.6 asks of a packet before it looks for its session.
std::variant<Packet, Reject> decode(std::span<std::uint8_t const> bytes);

PacketBytes encode(Packet const& packet);

/// A packet as its UDP socket gave it.
struct Arrival {
  std::span<std::uint8_t const> bytes;
  IpAddress source;
  IpAddress destination;
  std::uint8_t ttl;
  bool multihop;  // whether it came to the port of RFC 5883
};

/// For people: Up, and phrases.
std::string_view text(State state);
std::string_view text(Diagnostic diagnostic);
/// For programs: `unknown_session`. Does not change.
std::string_view name(Reject reject);

}  // namespace kac::bfd
