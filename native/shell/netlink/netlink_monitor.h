#pragma once

#include <cstdint>
#include <deque>
#include <set>
#include <span>
#include <vector>

#include "core/engine.h"
#include "shell/netlink/netlink.h"
#include "shell/netlink/netlink_batch.h"
#include "shell/netlink/netlink_reader.h"
#include "shell/netlink/routing_watch.h"

namespace kac {

/// Hears of links and addresses, of everyone's and our own doing, and of routes and rules that others remove.
class NetlinkMonitor {
 public:
  class Listener {
   public:
    virtual void link(LinkFact const& fact) = 0;
    virtual void address(AddressFact const& fact) = 0;
    /// `by_kernel`: nobody asked for it, as when an address goes that a route needs.
    virtual void routing_lost(RoutingWatch::Followed const& lost, bool by_kernel) = 0;

   protected:
    ~Listener() = default;
  };

  /// `own_port`: of the socket whose changes are our own.
  static Result<NetlinkMonitor> open(std::uint32_t own_port);

  [[nodiscard]] int fd() const { return socket_.fd(); }

  /// What is told of routes and rules from now on: those of this image, the one that the engine speaks of.
  Done follow(Image const& image);

  /// Tells what has happened, as far as one wake-up goes. ENOBUFS: something was lost, read_all() is called for.
  Done read(Listener& listener);

  /// Reads all links, and tells them, those that are gone, and for each of `watched` whether it is there; and of the
  /// routes and rules followed, those that are not.
  Done read_all(Listener& listener, std::span<AddressFact const> watched);

  /// Requests that were executed, but for those refused. The kernel does not say who removed an IPv6 address
  /// (inet6_ifa_notify leaves nlmsg_pid zero): the removals among them are recognised by address.
  void expect(std::span<std::uint8_t const> requests, std::span<NetlinkBatch::Refusal const> refused);

 private:
  NetlinkMonitor(NetlinkSocket socket, std::uint32_t own_port) : socket_(std::move(socket)), own_port_(own_port) {}

  struct OwnRemoval {
    std::uint32_t interface_index;
    IpAddress address;
    friend bool operator==(OwnRemoval const&, OwnRemoval const&) = default;
  };

  void tell(NetlinkMessage const& message, Listener& listener);
  void tell_routing(NetlinkMessage const& message, Listener& listener);
  void tell_link(LinkFact const& fact, Listener& listener);
  bool take_expected(AddressFact const& fact);
  void discard_waiting();
  Done read_links(Listener& listener);
  Done read_addresses(Listener& listener, std::span<AddressFact const> watched);
  Done read_routing(Listener& listener);

  NetlinkSocket socket_;
  RoutingWatch routing_;
  std::uint32_t own_port_;
  std::set<std::uint32_t> links_;    // all that were told and are not gone
  std::deque<OwnRemoval> expected_;  // in the order in which they will be heard of
  std::vector<std::uint8_t> buffer_;
};

}  // namespace kac
