#include "shell/netlink/netlink_monitor.h"

#include <linux/rtnetlink.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "shell/netlink/netlink_dump.h"
#include "shell/netlink/netlink_facts.h"

namespace kac {
namespace {

constexpr int receive_buffer_bytes = 4 << 20;  // a takeover's own changes all come back here
constexpr int datagrams_per_wake_up_max = 256;
constexpr int dump_attempts_max = 20;

/// Again when the kernel says that it is not whole.
template <class Read>
Done read_whole(Read&& read) {
  for (int attempt = 1;; attempt++) {
    Done result = read();
    if (result || result.error().number != EINTR || attempt == dump_attempts_max) return result;
  }
}

}  // namespace

Result<NetlinkMonitor> NetlinkMonitor::open(std::uint32_t own_port) {
  Result<NetlinkSocket> socket =
      NetlinkSocket::open(NETLINK_ROUTE, {.receive_buffer_bytes = receive_buffer_bytes, .cap_ack = false});
  if (!socket) return socket.error();
  for (std::uint32_t const group : {RTNLGRP_LINK, RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_IFADDR}) {
    if (Done joined = socket->join(group); !joined) return joined.error();
  }
  return NetlinkMonitor(std::move(*socket), own_port);
}

/// Groups are left where they are not needed: a host may have many routes that are none of ours.
Done NetlinkMonitor::follow(Image const& image) {
  std::vector<std::uint32_t> const before = routing_.groups();
  routing_.follow(image);
  std::vector<std::uint32_t> const wanted = routing_.groups();
  for (std::uint32_t const group : before) {
    if (std::ranges::find(wanted, group) != wanted.end()) continue;
    if (Done left = socket_.leave(group); !left) return left;
  }
  for (std::uint32_t const group : wanted) {
    if (std::ranges::find(before, group) != before.end()) continue;
    if (Done joined = socket_.join(group); !joined) return joined;
  }
  return done();
}

Done NetlinkMonitor::read(Listener& listener) {
  for (int i = 0; i < datagrams_per_wake_up_max; i++) {
    Result<std::span<std::uint8_t const>> const received = socket_.receive(buffer_);
    if (!received) return received.error();
    if (received->empty()) break;
    for_each_message(*received, [&](NetlinkMessage const& message) { tell(message, listener); });
  }
  return done();
}

void NetlinkMonitor::tell(NetlinkMessage const& message, Listener& listener) {
  if (std::optional<LinkFact> const link = link_fact(message)) return tell_link(*link, listener);
  if (message.type == RTM_DELROUTE || message.type == RTM_DELRULE) return tell_routing(message, listener);
  std::optional<AddressFact> address = address_fact(message);
  if (!address) return;
  address->by_us = message.port_id == own_port_ || take_expected(*address);
  listener.address(*address);
}

void NetlinkMonitor::tell_routing(NetlinkMessage const& message, Listener& listener) {
  if (message.port_id == own_port_) return;
  bool const by_kernel = message.port_id == 0;
  routing_.for_each_match(message, [&](RoutingWatch::Followed const& lost) { listener.routing_lost(lost, by_kernel); });
}

void NetlinkMonitor::tell_link(LinkFact const& fact, Listener& listener) {
  if (fact.name.empty()) {
    links_.erase(fact.index);
  } else {
    links_.insert(fact.index);
  }
  listener.link(fact);
}

void NetlinkMonitor::expect(std::span<std::uint8_t const> requests, std::span<NetlinkBatch::Refusal const> refused) {
  for_each_message(requests, [&](NetlinkMessage const& message) {
    std::optional<AddressFact> const fact = address_fact(message);
    if (!fact || fact->present || fact->address.family != Family::v6) return;
    bool const executed = std::ranges::none_of(
        refused, [&](NetlinkBatch::Refusal const& refusal) { return refusal.sequence == message.sequence; });
    if (executed) expected_.push_back({fact->interface_index, fact->address});
  });
}

bool NetlinkMonitor::take_expected(AddressFact const& fact) {
  if (fact.present) return false;
  auto const found = std::ranges::find(expected_, OwnRemoval{fact.interface_index, fact.address});
  if (found == expected_.end()) return false;
  expected_.erase(found);
  return true;
}

Done NetlinkMonitor::read_all(Listener& listener, std::span<AddressFact const> watched) {
  discard_waiting();
  expected_.clear();
  if (Done links = read_whole([&] { return read_links(listener); }); !links) return links;
  if (watched.empty()) return done();
  if (Done addresses = read_whole([&] { return read_addresses(listener, watched); }); !addresses) return addresses;
  return read_whole([&] { return read_routing(listener); });
}

/// What is to be read now is newer.
void NetlinkMonitor::discard_waiting() {
  for (;;) {
    Result<std::span<std::uint8_t const>> const received = socket_.receive(buffer_);
    bool const lost = !received && received.error().number == ENOBUFS;
    if (!lost && (!received || received->empty())) return;
  }
}

Done NetlinkMonitor::read_links(Listener& listener) {
  std::set<std::uint32_t> gone = std::exchange(links_, {});
  Done const result = dump(RTM_GETLINK, [&](NetlinkMessage const& message) {
    std::optional<LinkFact> const fact = link_fact(message);
    if (!fact) return;
    gone.erase(fact->index);
    tell_link(*fact, listener);
  });
  if (!result) {
    links_.merge(gone);
    return result;
  }
  for (std::uint32_t const index : gone) listener.link({.index = index, .name = {}, .up = false});
  return done();
}

Done NetlinkMonitor::read_addresses(Listener& listener, std::span<AddressFact const> watched) {
  auto const place = [](AddressFact const& fact) { return std::tuple(fact.interface_index, fact.address); };
  std::set<std::tuple<std::uint32_t, IpAddress>> there;
  Done const result = dump(RTM_GETADDR, [&](NetlinkMessage const& message) {
    if (std::optional<AddressFact> const fact = address_fact(message)) there.insert(place(*fact));
  });
  if (!result) return result;
  for (AddressFact fact : watched) {
    fact.present = there.contains(place(fact));
    listener.address(fact);
  }
  return done();
}

Done NetlinkMonitor::read_routing(Listener& listener) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> there;
  auto const note = [&](NetlinkMessage const& message) {
    routing_.for_each_match(message,
                            [&](RoutingWatch::Followed const& each) { there.emplace(each.router, each.object); });
  };
  if (!routing_.groups().empty()) {
    for (std::uint16_t const type : {RTM_GETROUTE, RTM_GETRULE}) {
      if (Done result = dump(type, note); !result) return result;
    }
  }
  routing_.for_each([&](RoutingWatch::Followed const& each) {
    if (!there.contains({each.router, each.object})) listener.routing_lost(each, /*by_kernel=*/false);
  });
  return done();
}

}  // namespace kac
