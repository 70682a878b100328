#pragma once

#include <linux/rtnetlink.h>

#include <bit>
#include <cstdint>
#include <vector>

#include "shell/netlink/netlink.h"
#include "shell/netlink/netlink_reader.h"

namespace kac {

/// RTM_GETLINK, RTM_GETADDR, RTM_GETROUTE or RTM_GETRULE, all families, on a socket of its own. Links come without
/// statistics, and only routes of keepalived's protocol number, which is ours too: there may be a million others.
Result<NetlinkSocket> start_dump(std::uint16_t type);

/// Calls visit(message) for each message of the dump, which the kernel makes as it is read. EINTR: what is listed has
/// changed meanwhile, so that some of it may be missing.
template <class Visit>
Done dump(std::uint16_t type, Visit&& visit) {
  Result<NetlinkSocket> socket = start_dump(type);
  if (!socket) return socket.error();
  std::vector<std::uint8_t> buffer;
  int outcome = -1;
  bool interrupted = false;
  while (outcome < 0) {
    Result<std::span<std::uint8_t const>> const received = socket->receive(buffer);
    if (!received) return received.error();
    if (received->empty()) return Error{ENODATA, "dump"};
    for_each_message(*received, [&](NetlinkMessage const& message) {
      interrupted |= (message.flags & NLM_F_DUMP_INTR) != 0;
      if (message.type == NLMSG_DONE || message.type == NLMSG_ERROR) {
        outcome = -static_cast<int>(HostReader(message.payload).u32());
      } else {
        visit(message);
      }
    });
  }
  if (outcome != 0) return Error{outcome, "dump"};
  if (interrupted) return Error{EINTR, "dump"};
  return done();
}

}  // namespace kac
