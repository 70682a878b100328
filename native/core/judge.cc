#include "core/judge.h"

#include <algorithm>

namespace kac {
namespace {

constexpr std::uint8_t type_advertisement = 1;
constexpr std::uint8_t multicast_ttl = 255;

bool is_unicast(RouterSpec const& router) { return !router.peers.empty(); }

bool is_peer(RouterSpec const& router, IpAddress const& source) {
  return std::ranges::find(router.peers, source) != router.peers.end();
}

Reject check_authentication(RouterSpec const& router, Packet const& packet) {
  if (packet.auth_type != static_cast<std::uint8_t>(router.auth)) return Reject::auth_type;
  bool const checked = router.auth == Auth::pass;
  if (checked && !std::ranges::equal(authentication_data(packet), router.password)) return Reject::auth_pass;
  return Reject::none;
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
  auto const holds = [&](PseudoHeader form) { return checksum_holds(packet, form, router.group); };
  if (holds(usual_pseudo_header(router))) return {};
  // RFC 5798 was read in both ways; RFC 9568 settled on the plain form, keepalived and FRR on the other.
  if (router.checksum_as_v2 && router.version == 3 && holds(PseudoHeader::destination)) return {};
  if (has_old_form(router) && holds(PseudoHeader::group)) return {.old_unicast_checksum = true};
  return {Reject::checksum};
}

}  // namespace

Verdict judge(RouterSpec const& router, Packet const& packet) {
  if (packet.pdu.size() != pdu_size(router.family, packet.version, packet.address_count)) return {Reject::length};
  if (!is_unicast(router) && packet.ttl != multicast_ttl) return {Reject::ttl};  // RFC 9568 section 7.1
  if (packet.version != router.version) return {Reject::version};
  if (router.version == 2 && router.family == Family::v4) {
    if (Reject const reject = check_authentication(router, packet); reject != Reject::none) return {reject};
  }
  if (!interval_holds(router, packet)) return {Reject::interval};
  if (packet.type != type_advertisement) return {Reject::type};
  Verdict const verdict = check_checksum(router, packet);
  if (verdict.reject != Reject::none) return verdict;
  if (!destination_holds(router, packet)) return {Reject::destination};
  if (router.check_unicast_source && is_unicast(router) && !is_peer(router, packet.source)) {
    return {Reject::unicast_source};
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
