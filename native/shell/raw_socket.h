#pragma once

#include "core/image.h"
#include "shell/result.h"
#include "shell/unique_fd.h"

/// The raw sockets of a SocketSpec, configured: one only receives and one only sends, so that what is sent is never
/// queued where it would be read, and a full receive buffer never keeps an advert from leaving.
namespace kac {

Result<UniqueFd> open_receive_socket(SocketSpec const& spec);
Result<UniqueFd> open_send_socket(SocketSpec const& spec);

}  // namespace kac
