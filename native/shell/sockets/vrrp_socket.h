#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/engine.h"
#include "core/image/image.h"
#include "shell/process/handover.h"
#include "shell/result.h"
#include "shell/sockets/message_batch.h"
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
  /// An interface of this host came, changed or went.
  Done follow(LinkFact const& link) const;
  /// On all interfaces. Those that cannot be joined come with the next follow().
  void leave_groups() const;
  void join_groups() const;
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
  // 255 IPv6 addresses with all headers, authentication and the HMAC trailer; a longer one is not accepted.
  using Batch = MessageBatch<4352>;

 public:
  static constexpr std::size_t size = Batch::size;

  ReceiveBatch();
  ReceiveBatch(ReceiveBatch const&) = delete;
  ReceiveBatch& operator=(ReceiveBatch const&) = delete;

  /// What is waiting on `socket`, at most `size`, or nothing. Holds until the next call.
  std::span<Datagram const> receive(VrrpSocket const& socket);

 private:
  Batch batch_;
  std::array<Datagram, size> datagrams_;
};

}  // namespace kac
