#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/engine.h"
#include "core/image.h"
#include "shell/handover.h"
#include "shell/result.h"
#include "shell/unique_fd.h"

namespace kac {

/// The two raw sockets of a SocketSpec: one that only receives, one that only sends.
class VrrpSocket {
 public:
  static Result<VrrpSocket> open(SocketSpec const& spec);
  /// Those of a predecessor, which opened them for this.
  static Result<VrrpSocket> take(KeptSocket const& kept);
  [[nodiscard]] KeptSocket kept() const { return {spec_, receive_.get(), send_.get()}; }

  [[nodiscard]] SocketSpec const& spec() const { return spec_; }
  /// What becomes readable.
  [[nodiscard]] int fd() const { return receive_.get(); }
  Done resize(std::uint32_t receive_buffer_bytes);
  /// How many adverts the receive buffer can hold: so many at most are read in one wake-up, which is all that were
  /// waiting, and a flood cannot hold up the timers.
  [[nodiscard]] std::size_t datagrams_max() const { return datagrams_max_; }

  Done send(SendAdvert const& advert) const;
  int send_error = 0;  // of the last advert sent, so that each failure is said once

 private:
  VrrpSocket(SocketSpec const& spec, UniqueFd receive, UniqueFd send);

  SocketSpec spec_;
  UniqueFd receive_;
  UniqueFd send_;
  std::size_t datagrams_max_ = 0;
};

/// Room for some datagrams, to read them with one system call; shared by all sockets.
class ReceiveBatch {
 public:
  static constexpr std::size_t size = 16;

  ReceiveBatch();
  ReceiveBatch(ReceiveBatch const&) = delete;
  ReceiveBatch& operator=(ReceiveBatch const&) = delete;

  /// What is waiting on `socket`, at most `size`, or nothing. Holds until the next call.
  std::span<Datagram const> receive(VrrpSocket const& socket);

 private:
  // 255 IPv6 addresses with all headers, authentication and the HMAC trailer; a longer one is cut, and not accepted.
  static constexpr std::size_t datagram_bytes_max = 4352;
  static constexpr std::size_t control_bytes = CMSG_SPACE(sizeof(in6_pktinfo)) + CMSG_SPACE(sizeof(int));

  struct Slot {
    alignas(cmsghdr) std::array<std::byte, control_bytes> control;
    sockaddr_in6 from;
    iovec data;
    std::array<std::uint8_t, datagram_bytes_max> bytes;
  };

  std::array<Slot, size> slots_;
  std::array<mmsghdr, size> headers_;
  std::array<Datagram, size> datagrams_;
};

}  // namespace kac
