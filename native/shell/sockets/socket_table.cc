#include "shell/sockets/socket_table.h"

#include <net/if.h>
#include <sys/ioctl.h>

#include <cstring>
#include <map>
#include <tuple>
#include <utility>

namespace kac {
namespace {

/// Equal for sockets that are one: a receive buffer's size can be changed without opening it anew.
auto place_of(SocketSpec const& spec) {
  return std::tuple(spec.family, spec.multicast, spec.authentication_header, spec.interface_index, spec.local,
                    spec.reports_from);
}

bool is_interface_missing(SocketSpec const& spec) { return spec.multicast && spec.interface_index == 0; }

std::string cannot_open(int socket, SocketSpec const& spec, Error const& error) {
  std::string const family = spec.family == Family::v4 ? "IPv4" : "IPv6";
  std::string const kind = spec.multicast ? " multicast" : " unicast";
  return "cannot open the " + family + kind + " socket" + on_interface(socket, spec.interface_index) + ": " +
         error.where + ": " + std::strerror(error.number);
}

}  // namespace

std::string on_interface(int socket, std::uint32_t index) {
  if (index == 0) return "";
  ifreq request{};
  request.ifr_ifindex = static_cast<int>(index);
  bool const named = ioctl(socket, SIOCGIFNAME, &request) == 0;
  return " on " + (named ? std::string(request.ifr_name) : std::to_string(index));
}

void SocketTable::open(Place& place) {
  if (is_interface_missing(place.spec)) return;
  Result<VrrpSocket> made = VrrpSocket::open(place.spec);
  place.error = made ? Error{} : made.error();
  if (made) place.opened = std::make_shared<Opened>(std::move(*made));
}

/// Each that is open is taken by one spec at most.
SocketTable::Indices SocketTable::prepare(std::span<SocketSpec const> specs) {
  std::multimap<decltype(place_of(SocketSpec{})), Place> before;
  for (Place const& place : current_) before.emplace(place_of(place.spec), place);
  prepared_.clear();
  Indices closed;
  for (SocketSpec const& spec : specs) {
    Place& place = prepared_.emplace_back(Place{spec});
    if (auto const known = before.find(place_of(spec)); known != before.end()) {
      place = {spec, known->second.opened, known->second.error, known->second.said};
      before.erase(known);
    }
    if (place.opened && !place.opened->socket.resize(spec.receive_buffer_bytes)) place.opened.reset();
    if (!place.opened) open(place);
    if (place.error.number != 0) closed.insert(static_cast<std::uint32_t>(prepared_.size() - 1));
  }
  return closed;
}

Done SocketTable::adopt(Poller& poller) {
  current_ = std::exchange(prepared_, {});
  Done result = done();
  for (std::uint32_t i = 0; i < current_.size(); i++) {
    if (!current_[i].opened) continue;
    if (Done watched = watch(*current_[i].opened, i, poller); !watched) result = watched;
  }
  return result;
}

Done SocketTable::watch(Opened& opened, std::uint32_t index, Poller& poller) {
  bool const was = std::exchange(opened.watched, true);
  int const fd = opened.socket.fd();
  return was ? poller.change(fd, Source::vrrp, index) : poller.add(fd, Source::vrrp, index);
}

SocketTable::Indices SocketTable::complete(Poller& poller) {
  Indices completed;
  for (std::uint32_t i = 0; i < current_.size(); i++) {
    Place& place = current_[i];
    if (place.opened || place.error.number == 0) continue;
    open(place);
    if (place.opened && watch(*place.opened, i, poller)) completed.insert(i);
  }
  return completed;
}

SocketTable::Indices SocketTable::follow(LinkFact const& link) {
  Indices closed;
  for (std::uint32_t i = 0; i < current_.size(); i++) {
    Place& place = current_[i];
    if (!place.opened) continue;
    Done const followed = place.opened->socket.follow(link);
    if (followed) continue;
    place.opened.reset();
    place.error = followed.error();
    closed.insert(i);
  }
  return closed;
}

/// All are left before one is joined: a group of an interface that is another one by now counts who has joined it, and
/// not who has left it.
void SocketTable::join_again() const {
  for (Place const& place : current_) {
    if (place.opened) place.opened->socket.leave_groups();
  }
  for (Place const& place : current_) {
    if (place.opened) place.opened->socket.join_groups();
  }
}

std::vector<std::string> SocketTable::news(int socket) {
  std::vector<std::string> news;
  for (Place& place : current_) {
    if (std::exchange(place.said, place.error.number) == place.error.number || place.error.number == 0) continue;
    news.push_back(cannot_open(socket, place.spec, place.error));
  }
  return news;
}

std::vector<KeptSocket> SocketTable::kept() const {
  std::vector<KeptSocket> kept;
  for (Place const& place : current_) {
    if (place.opened) kept.push_back(place.opened->socket.kept());
  }
  return kept;
}

Done SocketTable::take(std::span<KeptSocket const> kept) {
  for (KeptSocket const& one : kept) {
    Result<VrrpSocket> taken = VrrpSocket::take(one);
    if (!taken) return taken.error();
    current_.push_back({one.spec, std::make_shared<Opened>(std::move(*taken))});
  }
  return done();
}

VrrpSocket* SocketTable::at(std::uint32_t index) const {
  if (index >= current_.size() || !current_[index].opened) return nullptr;
  return &current_[index].opened->socket;
}

}  // namespace kac
