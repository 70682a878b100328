#pragma once

#include "core/engine.h"
#include "core/image/image.h"
#include "core/packets/advert.h"

namespace kac {

struct Verdict {
  Reject reject = Reject::none;
  bool old_unicast_checksum = false;  // right only with the multicast group in the pseudo-header
};

/// Whether a packet of this VRID is a right advert for the router (RFC 3768 and RFC 9568 section 7.1, with keepalived's
/// additions). The first check that fails names the reject.
///
/// Differs from keepalived: VRRPv3 with interval 0 is dropped (RFC 9568 erratum 8301; keepalived learns it and becomes
/// master at once), `checksum_as_v2` accepts the two forms of the checksum (keepalived: any value).
Verdict judge(RouterSpec const& router, Packet const& packet);

/// Whether the packet names the router's addresses, in any order. A difference is counted, never a reason to drop it.
bool same_addresses(RouterSpec const& router, Packet const& packet);

}  // namespace kac
