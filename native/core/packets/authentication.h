#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/engine.h"
#include "core/image/image.h"
#include "core/packets/digest.h"

/// What proves who sent an advert, besides the password of VRRPv2: the IP authentication header (RFC 2402, HMAC-MD5-96)
/// as keepalived fills it, and keepalived's HMAC trailer.
namespace kac {

struct Packet;

constexpr std::uint8_t protocol_ah = 51;
constexpr std::size_t ah_bytes = 24;
constexpr std::size_t ah_front_bytes = 12;  // without the integrity check value
constexpr std::size_t trailer_bytes = 28;
constexpr std::size_t trailer_front_bytes = 12;  // without the digest

/// The integrity check value. `header` is the IPv4 header, `front` what comes before the value. Of the TTL, RFC 2402
/// section 3.3.3.1 says that it counts as zero; keepalived takes it as it is in multicast, and so do its peers.
std::array<std::uint8_t, 12> integrity_check_value(RouterSpec const& router, Octets header, Octets front, Octets pdu);

/// Covers the PDU but for its checksum and, of the IP header, the source address: a digest serves all unicast peers.
std::array<std::uint8_t, 16> trailer_digest(Octets key, IpAddress const& source, Octets pdu, Octets front);

bool signs(HmacSpec const& hmac);
/// The key of this number, or none.
HmacKey const* find_key(HmacSpec const& hmac, std::uint8_t id);

/// Whether the sender had the key. `pdu` is without the trailer.
Reject check_authentication_header(RouterSpec const& router, Packet const& packet);
Reject check_trailer(RouterSpec const& router, Packet const& packet, Octets pdu, Octets trailer);

/// Where a router is in its own adverts and in those of others, so that none is taken twice.
class Freshness {
 public:
  /// Makes room for what `router` may hear; what is known of senders stays.
  void adopt(RouterSpec const& router);

  /// Of the next advert. Sending and receiving have one sequence, so a new master goes on from where the last was.
  std::uint32_t next_sequence() { return ++sequence_; }
  /// Seconds, 1/65536 of a second and a counter in one number that only grows, unless the clock was turned back.
  std::uint64_t next_stamp(HmacSpec const& hmac, Micros real);

  /// For a packet that is right otherwise.
  Reject check(RouterSpec const& router, Packet const& packet, Micros real);

  /// adopt() follows when it was read.
  template <class Self, class Fields>
  static void exchange(Self& self, Fields& fields) {
    fields(self.sequence_, self.stamp_, self.heard_);
  }

 private:
  Reject check_stamp(RouterSpec const& router, IpAddress const& sender, std::uint64_t stamp, Micros real);

  struct Heard {
    IpAddress sender;
    std::uint64_t stamp;

    template <class Self, class Fields>
    static void exchange(Self& self, Fields& fields) {
      fields(self.sender, self.stamp);
    }
  };
  std::uint32_t sequence_ = 0;
  std::uint64_t stamp_ = 0;
  std::vector<Heard> heard_;  // the most recent first
  std::size_t heard_max_ = 0;
};

}  // namespace kac
