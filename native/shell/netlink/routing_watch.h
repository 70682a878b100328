#pragma once

#include <linux/rtnetlink.h>

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/image/image.h"
#include "shell/netlink/netlink_reader.h"

namespace kac {

/// A route or a rule as a message has it, apart from what Linux adds of its own.
struct RoutingFact {
  std::string identity;           // equal for what Linux takes for one route or rule
  std::uint32_t interface_index;  // of a route; 0: none, or left to the kernel
};

/// Of RTM_NEWROUTE, RTM_DELROUTE, RTM_NEWRULE and RTM_DELRULE.
std::optional<RoutingFact> routing_fact(NetlinkMessage const& message);

/// The tracked routes and rules of an image, found again in what the kernel tells.
class RoutingWatch {
 public:
  struct Followed {
    std::uint32_t router;
    std::uint32_t object;
    std::uint32_t interface_index;
  };

  void follow(Image const& image);
  /// The groups (RTNLGRP_*) that tell of what is followed.
  [[nodiscard]] std::vector<std::uint32_t> groups() const;

  template <class Visit>
  void for_each_match(NetlinkMessage const& message, Visit&& visit) const {
    if (followed_.empty()) return;
    std::optional<RoutingFact> const fact = routing_fact(message);
    if (!fact) return;
    auto const found = followed_.find(fact->identity);
    if (found == followed_.end()) return;
    for (Followed const& each : found->second) {
      if (each.interface_index == 0 || each.interface_index == fact->interface_index) visit(each);
    }
  }

  template <class Visit>
  void for_each(Visit&& visit) const {
    for (auto const& [identity, those] : followed_) {
      for (Followed const& each : those) visit(each);
    }
  }

 private:
  std::unordered_map<std::string, std::vector<Followed>> followed_;
  std::array<bool, 4> concerned_{};  // IPv4 and IPv6 routes, IPv4 and IPv6 rules
};

}  // namespace kac
