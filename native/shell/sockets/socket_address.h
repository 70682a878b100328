#pragma once

#include <netinet/in.h>

#include <algorithm>
#include <cstdint>

#include "core/base/address.h"

namespace kac {

/// An IpAddress as system calls take it.
struct SocketAddress {
  union {
    sockaddr any;
    sockaddr_in v4;
    sockaddr_in6 v6;
  };
  socklen_t size;

  /// The interface says where a link-local address or a group is meant; the kernel ignores it for all others.
  SocketAddress(IpAddress const& address, std::uint32_t interface_index) : v6{}, size(sizeof v6) {
    if (address.family == Family::v6) {
      v6.sin6_family = AF_INET6;
      v6.sin6_scope_id = interface_index;
      std::ranges::copy(address.bytes(), v6.sin6_addr.s6_addr);
    } else {
      v4.sin_family = AF_INET;
      std::ranges::copy(address.bytes(), reinterpret_cast<std::uint8_t*>(&v4.sin_addr));
      size = sizeof v4;
    }
  }
};

}  // namespace kac
