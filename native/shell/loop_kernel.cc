#include <cerrno>
#include <cstring>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "shell/loop.h"

/// What the loop makes of what the kernel tells of links, addresses, routes and rules.
namespace kac {

void Loop::read_monitor() {
  Done const result = parts_.monitor.read(*this);
  if (result) return;
  if (result.error().number != ENOBUFS) return said_of_monitor(result);
  log(Severity::warning, "the kernel told of more changes than could be queued: reading all of them again");
  missed_ = true;
  make_up_for_missed();
}

/// What could not be read is not known until it is: it is tried again and again.
void Loop::make_up_for_missed() {
  if (!missed_) return;
  sockets_.join_again();
  Done const result = parts_.monitor.read_all(*this, watched_addresses());
  missed_ = !result;
  said_of_monitor(result);
}

void Loop::said_of_monitor(Done const& read) {
  int const error = read ? 0 : read.error().number;
  if (std::exchange(monitor_error_, error) == error || error == 0) return;
  log(Severity::error, std::string("cannot read links and addresses: ") + std::strerror(error));
}

void Loop::link(LinkFact const& fact) {
  for (std::uint32_t const socket : sockets_.follow(fact)) engine_.socket(now_, socket, false);
  said_of_sockets();
  engine_.link(now_, fact);
}

/// Each once, though many routers may send from one. Routes and rules are looked for by themselves, see RoutingWatch.
std::vector<AddressFact> Loop::watched_addresses() const {
  if (image_ == nullptr) return {};
  std::set<std::tuple<std::uint32_t, IpAddress, std::uint8_t>> places;
  for (RouterSpec const& router : image_->routers) {
    if (!router.source_configured) places.emplace(router.interface_index, router.source, 0);
    for (ObjectSpec const& object : router.objects) {
      if (object.interface_index != 0) places.emplace(object.interface_index, object.address, object.prefix);
    }
  }
  std::vector<AddressFact> watched;
  for (auto const& [index, address, prefix] : places) watched.push_back({index, address, prefix, false, false});
  return watched;
}

}  // namespace kac
