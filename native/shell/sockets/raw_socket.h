#pragma once

#include "core/image/image.h"
#include "shell/result.h"
#include "shell/unique_fd.h"

/// The raw sockets of a SocketSpec, configured: one only receives and one only sends, so that what is sent is never
/// queued where it would be read, and a full receive buffer never keeps an advert from leaving.
namespace kac {

Result<UniqueFd> open_receive_socket(SocketSpec const& spec);
Result<UniqueFd> open_send_socket(SocketSpec const& spec);

/// Whether a receive socket is a member of its group on an interface. The kernel forgets the members on one that goes,
/// the socket does not: it has to leave before it can join on another one with the same number.
Done join_group(int fd, SocketSpec const& spec, std::uint32_t interface_index);
void leave_group(int fd, SocketSpec const& spec, std::uint32_t interface_index);

}  // namespace kac
