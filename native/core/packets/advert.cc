#include "core/packets/advert.h"

#include <algorithm>

#include "core/base/bytes.h"
#include "core/base/invariant.h"
#include "core/packets/checksum.h"

namespace kac {
namespace {

constexpr std::uint8_t protocol_vrrp = 112;
constexpr std::uint8_t type_advertisement = 1;
constexpr std::size_t ipv4_header_bytes = 20;
constexpr std::size_t vrrp_header_bytes = 8;
constexpr std::size_t authentication_bytes = 8;
constexpr std::size_t protocol_offset = 9;
constexpr std::size_t vrrp_checksum_offset = 6;
constexpr std::size_t ipv4_checksum_offset = 10;
constexpr std::uint8_t tos_internetwork_control = 0xc0;  // CS6

// RFC 3768 section 5.3.5 and 5.3.7: whole seconds in one octet; RFC 9568 section 5.2.7: twelve bits of centiseconds.
constexpr Micros second{1'000'000};
constexpr Micros centisecond{10'000};

bool is_old_form_possible(RouterSpec const& router) {
  bool const unicast = !router.peers.empty();
  return router.family == Family::v4 && router.version == 3 && unicast && !router.checksum_as_v2;
}

bool has_authentication_data(Family family, std::uint8_t version) { return version == 2 && family == Family::v4; }

/// What follows the IPv4 header up to the end of the IP packet: padding of the link is cut off.
std::optional<std::span<std::uint8_t const>> take_ipv4_header(std::span<std::uint8_t const> bytes, Packet& packet) {
  NetworkReader reader(bytes);
  std::uint8_t const version_and_length = reader.u8();
  reader.u8();  // type of service
  std::size_t const total_bytes = reader.u16();
  reader.u16();  // identification
  reader.u16();  // flags and fragment offset
  packet.ttl = reader.u8();
  reader.u8();   // protocol: 112 or 51, as the socket chose
  reader.u16();  // header checksum, which the kernel verified
  std::span<std::uint8_t const> const source = reader.take(4);
  std::span<std::uint8_t const> const destination = reader.take(4);
  std::size_t const header_bytes = std::size_t{4} * (version_and_length & 0x0f);
  if (!reader.ok() || version_and_length >> 4 != 4 || header_bytes < ipv4_header_bytes) return std::nullopt;
  if (total_bytes < header_bytes || total_bytes > bytes.size()) return std::nullopt;
  packet.source = IpAddress::of(Family::v4, source);
  packet.destination = IpAddress::of(Family::v4, destination);
  packet.header = bytes.first(header_bytes);
  Octets const payload = bytes.subspan(header_bytes, total_bytes - header_bytes);
  if (bytes[protocol_offset] != protocol_ah) return payload;
  if (payload.size() < ah_bytes) return std::nullopt;
  packet.ah = payload.first(ah_bytes);
  return payload.subspan(ah_bytes);
}

void add_pseudo_header(InternetChecksum& sum, IpAddress const& source, IpAddress const& destination,
                       std::size_t length) {
  sum.add(source.bytes());
  sum.add(destination.bytes());
  sum.add(static_cast<std::uint16_t>(length));
  sum.add(protocol_vrrp);
}

std::uint16_t checksum(Octets covered, IpAddress const& source, IpAddress const* destination) {
  InternetChecksum sum;
  if (destination != nullptr) add_pseudo_header(sum, source, *destination, covered.size());
  sum.add(covered);
  return sum.value();
}

IpAddress const* pseudo_destination(PseudoHeader form, IpAddress const& destination, IpAddress const& group) {
  switch (form) {
    case PseudoHeader::none:
      return nullptr;
    case PseudoHeader::destination:
      return &destination;
    case PseudoHeader::group:
      return &group;
  }
  return nullptr;
}

/// RFC 791 section 3.1, whole, as a raw socket with IP_HDRINCL takes it. DF is clear.
void write_ipv4_header(NetworkWriter& out, RouterSpec const& router, AdvertFields const& fields, std::size_t payload) {
  out.u8(0x45);
  out.u8(tos_internetwork_control);
  out.u16(static_cast<std::uint16_t>(ipv4_header_bytes + payload));
  out.u16(fields.identification);
  out.u16(0);
  out.u8(router.ttl);
  out.u8(router.auth == Auth::ah ? protocol_ah : protocol_vrrp);
  out.u16(0);
  out.put(router.source.bytes());
  out.put(fields.destination.bytes());
  std::span<std::uint8_t> const header = out.written();
  InternetChecksum sum;
  sum.add(header);
  write_u16(header.subspan<ipv4_checksum_offset, 2>(), sum.value());
}

void write_pdu(NetworkWriter& out, RouterSpec const& router, std::uint8_t priority) {
  out.u8(static_cast<std::uint8_t>(router.version << 4 | type_advertisement));
  out.u8(router.vrid);
  out.u8(priority);
  out.u8(static_cast<std::uint8_t>(router.advertised.size()));
  if (router.version == 2) {
    out.u8(static_cast<std::uint8_t>(router.auth));
    out.u8(static_cast<std::uint8_t>(router.advert_interval.count / second.count));
  } else {
    out.u16(static_cast<std::uint16_t>(router.advert_interval.count / centisecond.count));
  }
  out.u16(0);
  for (IpAddress const& address : router.advertised) out.put(address.bytes());
  if (!has_authentication_data(router.family, router.version)) return;
  out.put(router.auth == Auth::pass ? router.password : std::array<std::uint8_t, authentication_bytes>{});
}

/// RFC 2402 section 2; the integrity check value follows when all that it covers is there.
void write_authentication_header(NetworkWriter& out, RouterSpec const& router, std::uint32_t sequence) {
  out.u8(protocol_vrrp);
  out.u8(ah_bytes / 4 - 2);
  out.u16(0);
  out.put(router.source.bytes());
  out.u32(sequence);
  out.put(std::array<std::uint8_t, ah_bytes - ah_front_bytes>{});
}

void write_trailer(NetworkWriter& out, RouterSpec const& router, std::uint64_t stamp) {
  std::size_t const pdu = pdu_size(router.family, router.version, router.advertised.size());
  HmacKey const* const key = find_key(router.hmac, router.hmac.active_key);
  invariant(key != nullptr);
  out.u8(1);  // HMAC-SHA-256 cut to 128 bits
  out.u8(key->id);
  out.u16(0);
  out.u32(static_cast<std::uint32_t>(stamp >> 32));
  out.u32(static_cast<std::uint32_t>(stamp));
  Octets const signed_part = out.written().last(pdu + trailer_front_bytes);
  out.put(trailer_digest(key->octets, router.source, signed_part.first(pdu), signed_part.subspan(pdu)));
}

}  // namespace

std::size_t pdu_size(Family family, std::uint8_t version, std::size_t address_count) {
  std::size_t const authentication = has_authentication_data(family, version) ? authentication_bytes : 0;
  return vrrp_header_bytes + address_count * address_bytes(family) + authentication;
}

std::span<std::uint8_t const> address_octets(Family family, Packet const& packet) {
  return packet.pdu.subspan(vrrp_header_bytes, packet.address_count * address_bytes(family));
}

Octets trailer_of(Family family, Packet const& packet) {
  return packet.pdu.subspan(pdu_size(family, packet.version, packet.address_count));
}

Octets authentication_data(Family family, Packet const& packet) {
  std::size_t const end = pdu_size(family, packet.version, packet.address_count);
  return packet.pdu.subspan(end - authentication_bytes, authentication_bytes);
}

std::optional<Packet> decode(Family family, Datagram const& datagram) {
  Packet packet{};
  packet.source = datagram.source;
  packet.destination = datagram.destination;
  packet.ttl = datagram.ttl;
  packet.pdu = datagram.bytes;
  if (family == Family::v4) {
    std::optional<std::span<std::uint8_t const>> const pdu = take_ipv4_header(datagram.bytes, packet);
    if (!pdu) return std::nullopt;
    packet.pdu = *pdu;
  }
  NetworkReader reader(packet.pdu);
  std::uint8_t const version_and_type = reader.u8();
  packet.version = version_and_type >> 4;
  packet.type = version_and_type & 0x0f;
  packet.vrid = reader.u8();
  packet.priority = reader.u8();
  packet.address_count = reader.u8();
  if (packet.version == 2) {
    packet.auth_type = reader.u8();
    packet.interval = reader.u8() * second;
  } else {
    packet.interval = (reader.u16() & 0x0fff) * centisecond;  // the reserved bits are ignored
  }
  reader.u16();  // checksum
  if (!reader.ok()) return std::nullopt;
  return packet;
}

PseudoHeader usual_pseudo_header(RouterSpec const& router) {
  bool const plain = router.family == Family::v4 && (router.version == 2 || router.checksum_as_v2);
  if (plain) return PseudoHeader::none;
  return is_old_form_possible(router) && router.old_unicast_checksum == OldChecksum::always ? PseudoHeader::group
                                                                                            : PseudoHeader::destination;
}

bool has_old_form(RouterSpec const& router) {
  return is_old_form_possible(router) && router.old_unicast_checksum == OldChecksum::automatic;
}

bool checksum_holds(Family family, Packet const& packet, PseudoHeader form, IpAddress const& group) {
  std::size_t const trailer = family == Family::v4 ? trailer_of(family, packet).size() : 0;
  return checksum(packet.pdu.first(packet.pdu.size() - trailer), packet.source,
                  pseudo_destination(form, packet.destination, group)) == 0;
}

std::span<std::uint8_t const> encode(RouterSpec const& router, AdvertFields const& fields,
                                     std::span<std::uint8_t, advert_bytes_max> room) {
  NetworkWriter out(room);
  bool const has_ah = router.auth == Auth::ah;
  std::size_t const before = router.family == Family::v4 ? ipv4_header_bytes + (has_ah ? ah_bytes : 0) : 0;
  std::size_t const pdu_bytes = pdu_size(router.family, router.version, router.advertised.size());
  std::size_t const payload = pdu_bytes + (signs(router.hmac) ? trailer_bytes : 0);
  if (router.family == Family::v4) {
    write_ipv4_header(out, router, fields, before - ipv4_header_bytes + payload);
    if (has_ah) write_authentication_header(out, router, fields.sequence);
  }
  write_pdu(out, router, fields.priority);
  if (signs(router.hmac)) write_trailer(out, router, fields.stamp);
  invariant(out.ok());

  std::span<std::uint8_t> const written = out.written();
  std::span<std::uint8_t> const pdu = written.subspan(before, pdu_bytes);
  Octets const covered = router.family == Family::v4 ? pdu : written;
  IpAddress const* const destination = pseudo_destination(fields.pseudo_header, fields.destination, router.group);
  write_u16(pdu.subspan<vrrp_checksum_offset, 2>(), checksum(covered, router.source, destination));
  if (has_ah) {
    Octets const front = written.subspan(ipv4_header_bytes, ah_front_bytes);
    auto const value = integrity_check_value(router, written.first(ipv4_header_bytes), front, written.subspan(before));
    std::ranges::copy(value, written.subspan(ipv4_header_bytes + ah_front_bytes).begin());
  }
  return written;
}

}  // namespace kac
