#include "core/packets/authentication.h"

#include <algorithm>

#include "core/base/bytes.h"
#include "core/packets/advert.h"

namespace kac {
namespace {

constexpr std::uint8_t protocol_vrrp = 112;
constexpr std::uint8_t ah_length = ah_bytes / 4 - 2;  // RFC 2402 section 2.2
constexpr std::uint8_t trailer_type_hmac_sha256 = 1;
constexpr std::size_t checksum_at = 6;
constexpr std::size_t multicast_senders_max = 4;  // as many as keepalived keeps

std::uint64_t stamp_of(Micros real) {
  auto const micros = static_cast<std::uint64_t>(real.count);
  std::uint64_t const seconds = micros / 1'000'000;
  std::uint64_t const fraction = micros % 1'000'000 * 65'536 / 1'000'000;
  return seconds << 32 | fraction << 16;
}

/// By serial-number arithmetic, as RFC 1982 has it for shorter numbers.
bool is_later(std::uint64_t a, std::uint64_t b) { return static_cast<std::int64_t>(a - b) > 0; }

std::uint64_t stamp_in(Octets trailer) {
  NetworkReader in(trailer.subspan(4));
  std::uint64_t const high = in.u32();
  return high << 32 | in.u32();
}

}  // namespace

std::array<std::uint8_t, 12> integrity_check_value(RouterSpec const& router, Octets header, Octets front, Octets pdu) {
  constexpr std::size_t header_bytes_max = 60;
  std::array<std::uint8_t, header_bytes_max> copy{};
  std::ranges::copy(header, copy.begin());
  bool const unicast = !router.peers.empty();
  copy[1] = 0;               // type of service
  copy[6] = copy[7] = 0;     // flags and fragment offset
  if (unicast) copy[8] = 0;  // TTL
  copy[10] = copy[11] = 0;   // checksum
  constexpr std::array<std::uint8_t, 12> no_value{};
  auto const digest = hmac_md5(router.password, {std::span(copy).first(header.size()), front, no_value, pdu});
  std::array<std::uint8_t, 12> value{};
  std::copy_n(digest.begin(), value.size(), value.begin());
  return value;
}

std::array<std::uint8_t, 16> trailer_digest(Octets key, IpAddress const& source, Octets pdu, Octets front) {
  auto const version = static_cast<std::uint8_t>(pdu[0] >> 4);
  std::array<std::uint8_t, 4> const start{static_cast<std::uint8_t>(source.family), version, pdu[1], 0};
  constexpr std::array<std::uint8_t, 2> no_checksum{};
  constexpr std::array<std::uint8_t, 16> no_digest{};
  auto const whole = hmac_sha256(
      key, {start, source.octets, pdu.first(checksum_at), no_checksum, pdu.subspan(checksum_at + 2), front, no_digest});
  std::array<std::uint8_t, 16> digest{};
  std::copy_n(whole.begin(), digest.size(), digest.begin());
  return digest;
}

bool signs(HmacSpec const& hmac) { return hmac.mode == HmacMode::enforce || hmac.mode == HmacMode::permissive; }

HmacKey const* find_key(HmacSpec const& hmac, std::uint8_t id) {
  auto const found = std::ranges::find(hmac.keys, id, &HmacKey::id);
  return found == hmac.keys.end() ? nullptr : &*found;
}

Reject check_authentication_header(RouterSpec const& router, Packet const& packet) {
  if (packet.ah.empty() != (router.auth != Auth::ah)) return Reject::auth_type;
  if (packet.ah.empty()) return Reject::none;
  NetworkReader in(packet.ah);
  bool const right = in.u8() == protocol_vrrp && in.u8() == ah_length && in.u16() == 0 &&
                     std::ranges::equal(in.take(4), packet.source.bytes());
  if (!right) return Reject::auth_header;
  auto const value = integrity_check_value(router, packet.header, packet.ah.first(ah_front_bytes), packet.pdu);
  bool const same = equal_in_constant_time(value, packet.ah.subspan(ah_front_bytes));
  return same ? Reject::none : Reject::auth_digest;
}

Reject check_trailer(RouterSpec const& router, Packet const& packet, Octets pdu, Octets trailer) {
  HmacSpec const& hmac = router.hmac;
  if (trailer.empty()) return hmac.mode == HmacMode::enforce ? Reject::auth_missing : Reject::none;
  NetworkReader in(trailer);
  std::uint8_t const type = in.u8();
  HmacKey const* const key = find_key(hmac, in.u8());
  if (type != trailer_type_hmac_sha256 || in.u16() != 0) return Reject::auth_header;
  if (key == nullptr) return Reject::auth_key;
  auto const digest = trailer_digest(key->octets, packet.source, pdu, trailer.first(trailer_front_bytes));
  bool const same = equal_in_constant_time(digest, trailer.subspan(trailer_front_bytes));
  return same ? Reject::none : Reject::auth_digest;
}

void Freshness::adopt(RouterSpec const& router) {
  heard_max_ = router.peers.empty() ? multicast_senders_max : router.peers.size();
  heard_.resize(std::min(heard_.size(), heard_max_));
  heard_.reserve(heard_max_);
}

std::uint64_t Freshness::next_stamp(HmacSpec const& hmac, Micros real) {
  std::uint64_t const clock = stamp_of(real);
  bool const turned_back = hmac.time_window > Micros{} && is_later(stamp_, stamp_of(real + hmac.time_window));
  stamp_ = turned_back || is_later(clock, stamp_) ? clock : stamp_ + 1;
  return stamp_;
}

Reject Freshness::check(RouterSpec const& router, Packet const& packet, Micros real) {
  if (!packet.ah.empty()) {
    std::uint32_t const sequence = NetworkReader(packet.ah.subspan(8)).u32();
    if (sequence <= sequence_) return Reject::auth_replay;
    sequence_ = sequence;
  }
  Octets const trailer = trailer_of(router.family, packet);
  if (trailer.empty()) return Reject::none;
  return check_stamp(router, packet.source, stamp_in(trailer), real);
}

Reject Freshness::check_stamp(RouterSpec const& router, IpAddress const& sender, std::uint64_t stamp, Micros real) {
  constexpr std::int64_t second = 1'000'000;
  std::int64_t const ahead = static_cast<std::int64_t>(stamp >> 32) - real.count / second;
  std::int64_t const window = router.hmac.time_window.count / second;
  if (window > 0 && (ahead > window || ahead < -window)) return Reject::auth_clock;
  auto entry = std::ranges::find(heard_, sender, &Heard::sender);
  if (entry == heard_.end()) {
    if (heard_.size() == heard_max_) heard_.pop_back();
    entry = heard_.insert(heard_.end(), Heard{sender, stamp});
  } else if (!is_later(stamp, entry->stamp)) {
    return Reject::auth_replay;
  }
  entry->stamp = stamp;
  std::rotate(heard_.begin(), entry, entry + 1);
  return Reject::none;
}

}  // namespace kac
