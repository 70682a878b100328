#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/bfd/packet.h"
#include "core/chance.h"
#include "core/image.h"
#include "shell/result.h"
#include "shell/unique_fd.h"

namespace kac {

/// UDP port 3784 of RFC 5881, or 4784 of RFC 5883.
Result<UniqueFd> open_bfd_receiver(Family family, bool multihop);

/// From the session's source address, and a port of those that RFC 5881 section 4 names.
Result<UniqueFd> open_bfd_sender(SessionSpec const& session, Chance& chance);
Done set_bfd_ttl(int fd, SessionSpec const& session);
Done send_bfd(int fd, SessionSpec const& session, std::span<std::uint8_t const> bytes);

/// Room for some packets, to read them with one system call; shared by all receivers.
class BfdBatch {
 public:
  static constexpr std::size_t size = 16;

  /// What is waiting, at most `size`, or nothing. Holds until the next call.
  std::span<bfd::Arrival const> receive(int fd, Family family, bool multihop);

 private:
  static constexpr std::size_t packet_bytes_max = 64;  // a longer one is cut, and not accepted
  static constexpr std::size_t control_bytes = CMSG_SPACE(sizeof(in6_pktinfo)) + CMSG_SPACE(sizeof(int));

  struct Slot {
    alignas(cmsghdr) std::array<std::byte, control_bytes> control;
    sockaddr_in6 from;
    iovec data;
    std::array<std::uint8_t, packet_bytes_max> bytes;
  };

  static bfd::Arrival arrival(Slot& slot, mmsghdr& header, Family family, bool multihop);

  std::array<Slot, size> slots_;
  std::array<mmsghdr, size> headers_;
  std::array<bfd::Arrival, size> arrivals_;
};

}  // namespace kac
