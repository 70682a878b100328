#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "shell/poller.h"
#include "shell/process/handover.h"
#include "shell/sockets/bfd_socket.h"

namespace kac {

/// The UDP sockets of the BFD sessions in force: one to send from each, and one to receive for all of a family and
/// port. What two images have in common stays open. What cannot be opened is tried again.
class BfdSockets {
 public:
  BfdSockets();

  /// For the sessions of another image; their places there are the indices of send().
  Done adopt(std::span<SessionSpec const> sessions, Poller& poller);
  /// Opens what receives and is missing.
  Done complete(Poller& poller);

  [[nodiscard]] std::vector<KeptReceiver> kept_receivers() const;
  [[nodiscard]] std::vector<KeptSender> kept_senders() const;
  /// Before the first adopt(): those of a predecessor.
  void take(std::span<KeptReceiver const> receivers, std::span<KeptSender const> senders);

  /// By the index that the poller tells.
  template <class Take>
  void receive(std::uint32_t receiver, Take take) {
    if (receiver >= receivers_.size()) return;
    Receiver const& from = receivers_[receiver];
    for (std::size_t left = arrivals_max; left > 0 && from.fd; left -= BfdBatch::size) {
      std::span<bfd::Arrival const> const arrivals = batch_.receive(from.fd.get(), from.family, from.multihop);
      for (bfd::Arrival const& arrival : arrivals) take(arrival);
      if (arrivals.size() < BfdBatch::size) return;
    }
  }
  /// An error only when it is another one than the last time.
  Done send(std::uint32_t index, SessionSpec const& session, std::span<std::uint8_t const> bytes);

 private:
  // More than a receive buffer of the usual size holds: a flood does not hold up the timers.
  static constexpr std::size_t arrivals_max = 32 * BfdBatch::size;

  struct Receiver {
    Family family;
    bool multihop;
    bool wanted = false;
    bool watched = false;
    UniqueFd fd{};
  };
  struct Sender {
    std::string identity;
    UniqueFd fd;
    int error = 0;
  };

  Sender take_sender(SessionSpec const& session);

  Chance chance_;
  BfdBatch batch_;
  std::array<Receiver, 4> receivers_;
  std::vector<Sender> senders_;
};

}  // namespace kac
