#include "core/router/judge.h"

#include <algorithm>

namespace kac {
namespace {

constexpr std::uint8_t type_advertisement = 1;
constexpr std::uint8_t multicast_ttl = 255;

bool is_unicast(RouterSpec const& router) { return !router.peers.empty(); }

PeerSpec const* find_peer(RouterSpec const& router, IpAddress const& source) {
  auto const found = std::ranges::find(router.peers, source, &PeerSpec::address);
  return found == router.peers.end() ? nullptr : &*found;
}

bool length_holds(RouterSpec const& router, Packet const& packet) {
  std::size_t const pdu = pdu_size(router.family, packet.version, packet.address_count);
  bool const trailer_known = router.hmac.mode != HmacMode::off;
  return packet.pdu.size() == pdu || (trailer_known && packet.pdu.size() == pdu + trailer_bytes);
}

Reject check_authentication(RouterSpec const& router, Packet const& packet) {
  Octets const trailer = trailer_of(router.family, packet);
  if (router.hmac.mode != HmacMode::off) {
    Octets const pdu = packet.pdu.first(packet.pdu.size() - trailer.size());
    if (Reject const reject = check_trailer(router, packet, pdu, trailer); reject != Reject::none) return reject;
  }
  if (router.version != 2 || router.family != Family::v4) return Reject::none;
  if (packet.auth_type != static_cast<std::uint8_t>(router.auth)) return Reject::auth_type;
  bool const has_password = router.auth == Auth::pass;
  if (has_password && !equal_in_constant_time(authentication_data(router.family, packet), router.password)) {
    return Reject::auth_pass;
  }
  return check_authentication_header(router, packet);
}

Reject check_unicast(RouterSpec const& router, Packet const& packet) {
  PeerSpec const* const peer = find_peer(router, packet.source);
  bool const must_be_peer = router.check_unicast_source || router.hmac.mode != HmacMode::off;
  if (peer == nullptr) return must_be_peer ? Reject::unicast_source : Reject::none;
  return packet.ttl < peer->min_ttl || packet.ttl > peer->max_ttl ? Reject::ttl : Reject::none;
}

/// RFC 3768 section 5.3.7: a VRRPv2 interval must be the own one. A VRRPv3 interval is learned, so it must be one.
bool interval_holds(RouterSpec const& router, Packet const& packet) {
  if (router.version == 2) return packet.interval == router.advert_interval;
  return packet.interval > Micros{};
}

bool destination_holds(RouterSpec const& router, Packet const& packet) {
  return packet.destination == (is_unicast(router) ? router.source : router.group);
}

Verdict check_checksum(RouterSpec const& router, Packet const& packet) {
  auto const holds = [&](PseudoHeader form) { return checksum_holds(router.family, packet, form, router.group); };
  if (holds(usual_pseudo_header(router))) return {};
  // RFC 5798 was read in both ways; RFC 9568 settled on the plain form, keepalived and FRR on the other.
  if (router.checksum_as_v2 && router.version == 3 && holds(PseudoHeader::destination)) return {};
  if (has_old_form(router) && holds(PseudoHeader::group)) return {.old_unicast_checksum = true};
  return {Reject::checksum};
}

}  // namespace

Verdict judge(RouterSpec const& router, Packet const& packet) {
  if (!length_holds(router, packet)) return {Reject::length};
  if (!is_unicast(router) && packet.ttl != multicast_ttl) return {Reject::ttl};  // RFC 9568 section 7.1
  if (packet.version != router.version) return {Reject::version};
  if (Reject const reject = check_authentication(router, packet); reject != Reject::none) return {reject};
  if (!interval_holds(router, packet)) return {Reject::interval};
  if (packet.type != type_advertisement) return {Reject::type};
  Verdict const verdict = check_checksum(router, packet);
  if (verdict.reject != Reject::none) return verdict;
  if (!destination_holds(router, packet)) return {Reject::destination};
  if (router.owner_ignore_adverts && router.priority == 255) return {Reject::owner};
  if (is_unicast(router)) {
    if (Reject const reject = check_unicast(router, packet); reject != Reject::none) return {reject};
  }
  return verdict;
}

bool same_addresses(RouterSpec const& router, Packet const& packet) {
  if (packet.address_count != router.advertised.size()) return false;
  std::span<std::uint8_t const> const octets = address_octets(router.family, packet);
  std::size_t const size = address_bytes(router.family);
  auto const at = [&](std::size_t i) { return octets.subspan(i * size, size); };
  for (std::size_t i = 0; i < router.advertised.size(); i++) {
    auto const named = [&](IpAddress const& own) { return std::ranges::equal(own.bytes(), at(i)); };
    if (!named(router.advertised[i]) && std::ranges::none_of(router.advertised, named)) return false;
  }
  return true;
}

}  // namespace kac
