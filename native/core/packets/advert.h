#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "core/base/address.h"
#include "core/base/time.h"
#include "core/engine.h"
#include "core/image/image.h"
#include "core/packets/authentication.h"

/// VRRP advertisements as bytes: VRRPv2 (RFC 3768 section 5) and VRRPv3 (RFC 9568 section 5), IPv4 and IPv6. Says what
/// is written in a packet, never whether it is right: that is judge.h.
namespace kac {

/// A received advert. Spans point into the datagram.
struct Packet {
  IpAddress source;
  IpAddress destination;
  std::uint8_t ttl;
  std::uint8_t version;
  std::uint8_t type;
  std::uint8_t vrid;
  std::uint8_t priority;
  std::uint8_t address_count;
  std::uint8_t auth_type;  // v2
  Micros interval;
  Octets header;  // IPv4, with options
  Octets ah;      // the authentication header, or nothing
  Octets pdu;     // to the end of the IP packet, whatever the count says
};

/// Nothing when it is not even a VRRP header.
std::optional<Packet> decode(Family family, Datagram const& datagram);

/// The size of the PDU that version and count promise.
std::size_t pdu_size(Family family, std::uint8_t version, std::size_t address_count);
/// What follows a PDU of that size. These three need packet.pdu to be as long as that.
Octets trailer_of(Family family, Packet const& packet);
std::span<std::uint8_t const> address_octets(Family family, Packet const& packet);
std::span<std::uint8_t const> authentication_data(Family family, Packet const& packet);

/// What the checksum covers besides the PDU: nothing, or addresses, protocol and length of the IP packet (RFC 8200
/// section 8.1), for VRRPv3 over IPv4 in the same manner. `group`: with the multicast group in place of the real,
/// unicast destination, which is what old_unicast_checksum means.
enum class PseudoHeader : std::uint8_t { none, destination, group };

/// What the router is configured to send.
PseudoHeader usual_pseudo_header(RouterSpec const& router);
/// Whether its peers may be of the kind that wants `group`, though that is not usual.
bool has_old_form(RouterSpec const& router);

/// Over IPv4 the trailer is not part of it, over IPv6 it is.
bool checksum_holds(Family family, Packet const& packet, PseudoHeader form, IpAddress const& group);

/// What differs from one advert of a router to the next.
struct AdvertFields {
  std::uint8_t priority;
  std::uint16_t identification;  // of the IPv4 header
  PseudoHeader pseudo_header;
  std::uint32_t sequence;  // of the authentication header
  std::uint64_t stamp;     // of the HMAC trailer
  IpAddress destination;
};

constexpr std::size_t addresses_max = 255;
constexpr std::size_t advert_bytes_max = 8 + addresses_max * 16 + trailer_bytes;

/// IPv4: with the IP header. IPv6: the PDU.
std::span<std::uint8_t const> encode(RouterSpec const& router, AdvertFields const& fields,
                                     std::span<std::uint8_t, advert_bytes_max> room);

}  // namespace kac
