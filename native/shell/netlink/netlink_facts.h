#pragma once

#include <optional>

#include "core/engine.h"
#include "shell/netlink/netlink_reader.h"

/// What rtnetlink notifications and dumps say of links and addresses.
namespace kac {

/// Nothing for other messages, and for those of the bridge about its ports (AF_BRIDGE), which look alike. The name
/// points into the message.
std::optional<LinkFact> link_fact(NetlinkMessage const& message);

/// `by_us` is left false.
std::optional<AddressFact> address_fact(NetlinkMessage const& message);

}  // namespace kac
