#pragma once

#include "shell/probes/prober.h"
#include "shell/result.h"
#include "shell/unique_fd.h"

namespace kac {

struct ProbeSocket {
  UniqueFd fd;
  /// For echo requests: this host keeps unprivileged ICMP sockets from us (net.ipv4.ping_group_range), so it is a raw
  /// one.
  bool raw = false;
};

/// A non-blocking socket for the order, marked and bound as it says, not connected yet.
Result<ProbeSocket> open_probe_socket(ProbeOrder const& order);

/// What connect() said: 0, EINPROGRESS, or why not.
int connect_probe_socket(int fd, ProbeOrder const& order);

/// An errno that tells something of the server, and not of this host.
bool is_about_the_server(int error);

/// An echo request (RFC 792, RFC 4443) around the payload. On an unprivileged socket the kernel writes the identifier.
std::vector<std::uint8_t> echo_request(ProbeOrder const& order);

/// This, as it came from the socket, answers echo_request(order).
bool is_echo_reply(ProbeOrder const& order, bool raw, std::span<std::uint8_t const> datagram);

}  // namespace kac
