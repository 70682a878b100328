#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/image.h"
#include "shell/poller.h"
#include "shell/vrrp_socket.h"

namespace kac {

/// The open sockets of the image in force, by their index there. What two images have in common stays open, so that
/// nothing that waits in it is lost and no group is left.
class SocketTable {
 public:
  /// Opens what another image needs. Nothing changes before adopt(), nor when the answer is not empty: it says what
  /// cannot be opened. An interface that is gone is no failure: its socket stays away.
  std::string prepare(std::span<SocketSpec const> specs);
  /// The sockets prepared last are in force from now on, and watched by `poller`; the others are closed.
  Done adopt(Poller& poller);

  /// What is in force, for a successor; and the same there, before prepare().
  [[nodiscard]] std::vector<KeptSocket> kept() const;
  Done take(std::span<KeptSocket const> kept);

  /// Null when its interface is gone.
  [[nodiscard]] VrrpSocket* at(std::uint32_t index) const;

 private:
  struct Opened {
    explicit Opened(VrrpSocket made) : socket(std::move(made)) {}
    VrrpSocket socket;
    bool watched = false;
  };

  [[nodiscard]] std::shared_ptr<Opened> find(SocketSpec const& spec) const;

  std::vector<std::shared_ptr<Opened>> current_;
  std::vector<std::shared_ptr<Opened>> prepared_;
};

}  // namespace kac
