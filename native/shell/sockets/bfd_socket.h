#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/chance.h"
#include "core/bfd/packet.h"
#include "core/image/image.h"
#include "shell/result.h"
#include "shell/sockets/message_batch.h"
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
  using Batch = MessageBatch<64>;  // a longer packet is not accepted

 public:
  static constexpr std::size_t size = Batch::size;

  /// What is waiting, at most `size`, or nothing. Holds until the next call.
  std::span<bfd::Arrival const> receive(int fd, Family family, bool multihop);

 private:
  Batch batch_;
  std::array<bfd::Arrival, size> arrivals_;
};

}  // namespace kac
