#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/image/image.h"
#include "shell/poller.h"
#include "shell/sockets/vrrp_socket.h"

namespace kac {

/// " on eth0"; nothing for no interface. `socket` is any that is open: with no descriptor left none could be opened to
/// ask.
std::string on_interface(int socket, std::uint32_t index);

/// The sockets of the image in force, by their index there. What two images have in common stays open, so that
/// nothing that waits in it is lost and no group is left. One that cannot be opened is tried again.
class SocketTable {
 public:
  using Indices = std::set<std::uint32_t>;

  /// Opens what another image needs, and returns what of it cannot be opened. Nothing else changes before adopt(). One
  /// that has no interface stays away, and is no failure.
  Indices prepare(std::span<SocketSpec const> specs);
  /// The sockets prepared last are in force from now on, and watched by `poller`; the others are closed.
  Done adopt(Poller& poller);
  /// Tries again what could not be opened, and returns what could be now.
  Indices complete(Poller& poller);

  /// An interface of this host came, changed or went. Returns the sockets that hear nothing any more: they are closed.
  Indices follow(LinkFact const& link);
  /// An interface may have come in place of another one without being heard of: each group is left and joined anew.
  void join_again() const;

  /// Why sockets are closed, as far as that was not returned before. `socket` as for on_interface().
  std::vector<std::string> news(int socket);

  /// What is in force, for a successor; and the same there, before prepare().
  [[nodiscard]] std::vector<KeptSocket> kept() const;
  Done take(std::span<KeptSocket const> kept);

  /// Null while it is closed.
  [[nodiscard]] VrrpSocket* at(std::uint32_t index) const;

 private:
  struct Opened {
    explicit Opened(VrrpSocket made) : socket(std::move(made)) {}
    VrrpSocket socket;
    bool watched = false;
  };
  struct Place {
    SocketSpec spec;
    std::shared_ptr<Opened> opened{};
    Error error{};  // why it is closed; with none there is no interface to open it on
    int said = 0;   // the error that news() told last
  };

  static void open(Place& place);
  static Done watch(Opened& opened, std::uint32_t index, Poller& poller);

  std::vector<Place> current_;
  std::vector<Place> prepared_;
};

}  // namespace kac
