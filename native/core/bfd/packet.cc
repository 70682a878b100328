#include "core/bfd/packet.h"

#include "core/base/bytes.h"

namespace kac::bfd {
namespace {

constexpr std::uint8_t version = 1;
constexpr std::uint8_t poll_bit = 0x20;
constexpr std::uint8_t final_bit = 0x10;
constexpr std::uint8_t control_plane_bit = 0x08;
constexpr std::uint8_t authentication_bit = 0x04;
constexpr std::uint8_t demand_bit = 0x02;
constexpr std::uint8_t multipoint_bit = 0x01;

}  // namespace

std::variant<Packet, Reject> decode(std::span<std::uint8_t const> bytes) {
  NetworkReader in(bytes);
  std::uint8_t const first = in.u8();
  std::uint8_t const flags = in.u8();
  std::uint8_t const multiplier = in.u8();
  std::uint8_t const length = in.u8();
  Packet packet{};
  packet.diagnostic = static_cast<Diagnostic>(first & static_cast<std::uint8_t>(diagnostic_last));
  packet.state = static_cast<State>(flags >> 6);
  packet.poll = (flags & poll_bit) != 0;
  packet.final = (flags & final_bit) != 0;
  packet.control_plane_independent = (flags & control_plane_bit) != 0;
  packet.demand = (flags & demand_bit) != 0;
  packet.multiplier = multiplier;
  packet.my_discriminator = in.u32();
  packet.your_discriminator = in.u32();
  packet.desired_min_tx = in.u32();
  packet.required_min_rx = in.u32();
  packet.required_min_echo_rx = in.u32();
  if (!in.ok()) return Reject::truncated;
  if (first >> 5 != version) return Reject::version;
  if (length < packet_bytes || length > bytes.size()) return Reject::length;
  if (multiplier == 0) return Reject::multiplier;
  if ((flags & multipoint_bit) != 0) return Reject::multipoint;
  bool const has_heard_us = packet.state == State::init || packet.state == State::up;
  if (packet.my_discriminator == 0 || (packet.your_discriminator == 0 && has_heard_us)) return Reject::discriminator;
  if ((flags & authentication_bit) != 0) return Reject::authentication;
  return packet;
}

PacketBytes encode(Packet const& packet) {
  PacketBytes bytes{};
  NetworkWriter out(bytes);
  auto const bit = [](bool set, std::uint8_t value) { return set ? value : std::uint8_t{0}; };
  out.u8(static_cast<std::uint8_t>(version << 5 | static_cast<std::uint8_t>(packet.diagnostic)));
  out.u8(static_cast<std::uint8_t>(static_cast<std::uint8_t>(packet.state) << 6 | bit(packet.poll, poll_bit) |
                                   bit(packet.final, final_bit) | bit(packet.demand, demand_bit) |
                                   bit(packet.control_plane_independent, control_plane_bit)));
  out.u8(packet.multiplier);
  out.u8(packet_bytes);
  out.u32(packet.my_discriminator);
  out.u32(packet.your_discriminator);
  out.u32(packet.desired_min_tx);
  out.u32(packet.required_min_rx);
  out.u32(packet.required_min_echo_rx);
  return bytes;
}

std::string_view text(State state) {
  switch (state) {
    case State::admin_down:
      return "AdminDown";
    case State::down:
      return "Down";
    case State::init:
      return "Init";
    case State::up:
      return "Up";
  }
  return "unknown";
}

std::string_view text(Diagnostic diagnostic) {
  switch (diagnostic) {
    case Diagnostic::none:
      return "no reason given";
    case Diagnostic::detection_expired:
      return "nothing heard for the detection time";
    case Diagnostic::echo_failed:
      return "the echo failed";
    case Diagnostic::neighbor_down:
      return "the neighbour says that it is down";
    case Diagnostic::forwarding_reset:
      return "the forwarding was reset";
    case Diagnostic::path_down:
      return "the path is down";
    case Diagnostic::concatenated_path_down:
      return "a path behind it is down";
    case Diagnostic::administratively_down:
      return "switched off";
    case Diagnostic::reverse_concatenated_path_down:
      return "a path behind it is down on its way back";
  }
  return "a reason without a name";
}

std::string_view name(Reject reject) {
  switch (reject) {
    case Reject::none:
      return "none";
    case Reject::truncated:
      return "truncated";
    case Reject::version:
      return "version";
    case Reject::length:
      return "length";
    case Reject::multiplier:
      return "multiplier";
    case Reject::multipoint:
      return "multipoint";
    case Reject::discriminator:
      return "discriminator";
    case Reject::authentication:
      return "authentication";
    case Reject::unknown_session:
      return "unknown_session";
    case Reject::address:
      return "address";
    case Reject::ttl:
      return "ttl";
    case Reject::count:
      break;
  }
  return "count";
}

}  // namespace kac::bfd
