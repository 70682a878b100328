#pragma once

#include "shell/prober.h"
#include "shell/result.h"
#include "shell/unique_fd.h"

namespace kac {

/// A non-blocking socket for the order, marked and bound as it says, not connected yet.
Result<UniqueFd> open_probe_socket(ProbeOrder const& order);

/// What connect() said: 0, EINPROGRESS, or why not.
int connect_probe_socket(int fd, ProbeOrder const& order);

/// An errno that tells something of the server, and not of this host.
bool is_about_the_server(int error);

/// An echo request (RFC 792, RFC 4443) around the payload. The kernel writes the identifier and the checksum.
std::vector<std::uint8_t> echo_request(ProbeOrder const& order);

/// This answers an echo_request().
bool is_echo_reply(Family family, std::span<std::uint8_t const> datagram);

}  // namespace kac
