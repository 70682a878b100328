#include "shell/socket_table.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace kac {
namespace {

/// A receive buffer's size can be changed without opening it anew.
bool is_same_socket(SocketSpec const& a, SocketSpec const& b) {
  return a.family == b.family && a.multicast == b.multicast && a.authentication_header == b.authentication_header &&
         a.interface_index == b.interface_index && a.local == b.local && a.reports_from == b.reports_from;
}

bool is_interface_missing(SocketSpec const& spec) { return spec.multicast && spec.interface_index == 0; }

std::string cannot_open(SocketSpec const& spec, Error const& error) {
  std::string const family = spec.family == Family::v4 ? "IPv4" : "IPv6";
  std::string const kind = spec.multicast ? " multicast" : " unicast";
  return "cannot open the " + family + kind + " socket of interface " + std::to_string(spec.interface_index) + ": " +
         error.where + ": " + std::strerror(error.number);
}

}  // namespace

std::string SocketTable::prepare(std::span<SocketSpec const> specs) {
  prepared_.clear();
  for (SocketSpec const& spec : specs) {
    std::shared_ptr<Opened> opened = find(spec);
    if (opened) {
      if (Done sized = opened->socket.resize(spec.receive_buffer_bytes); !sized)
        return cannot_open(spec, sized.error());
    } else if (!is_interface_missing(spec)) {
      Result<VrrpSocket> made = VrrpSocket::open(spec);
      bool const gone = !made && made.error().number == ENODEV;
      if (!made && !gone) return cannot_open(spec, made.error());
      if (made) opened = std::make_shared<Opened>(std::move(*made));
    }
    prepared_.push_back(std::move(opened));
  }
  return {};
}

/// One that is open and that no spec before has taken.
std::shared_ptr<SocketTable::Opened> SocketTable::find(SocketSpec const& spec) const {
  for (std::shared_ptr<Opened> const& opened : current_) {
    bool const taken = std::ranges::find(prepared_, opened) != prepared_.end();
    if (opened && !taken && is_same_socket(opened->socket.spec(), spec)) return opened;
  }
  return nullptr;
}

Done SocketTable::adopt(Poller& poller) {
  current_ = std::exchange(prepared_, {});
  Done result = done();
  for (std::uint32_t i = 0; i < current_.size(); i++) {
    if (!current_[i]) continue;
    Opened& opened = *current_[i];
    Done const watched = opened.watched ? poller.change(opened.socket.fd(), Source::vrrp, i)
                                        : poller.add(opened.socket.fd(), Source::vrrp, i);
    if (!watched) result = watched;
    opened.watched = true;
  }
  return result;
}

std::vector<KeptSocket> SocketTable::kept() const {
  std::vector<KeptSocket> kept;
  for (std::shared_ptr<Opened> const& opened : current_) {
    if (opened) kept.push_back(opened->socket.kept());
  }
  return kept;
}

Done SocketTable::take(std::span<KeptSocket const> kept) {
  for (KeptSocket const& one : kept) {
    Result<VrrpSocket> taken = VrrpSocket::take(one);
    if (!taken) return taken.error();
    current_.push_back(std::make_shared<Opened>(std::move(*taken)));
  }
  return done();
}

VrrpSocket* SocketTable::at(std::uint32_t index) const {
  if (index >= current_.size() || !current_[index]) return nullptr;
  return &current_[index]->socket;
}

}  // namespace kac
