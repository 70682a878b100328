#include "shell/netlink/routing_watch.h"

#include <linux/fib_rules.h>
#include <sys/socket.h>

#include <array>
#include <map>
#include <span>

namespace kac {
namespace {

using Value = std::span<std::uint8_t const>;
using Attributes = std::map<std::uint16_t, Value>;

constexpr std::uint32_t ipv6_metric = 1024;  // what IPv6 makes of none (IP6_RT_PRIO_USER)

Attributes attributes_of(Value bytes) {
  Attributes found;
  for_each_attribute(bytes, [&](std::uint16_t type, Value value) { found.insert_or_assign(type, value); });
  return found;
}

std::optional<std::uint32_t> number(Attributes const& attributes, std::uint16_t type) {
  auto const found = attributes.find(type);
  if (found == attributes.end()) return std::nullopt;
  HostReader reader(found->second);
  std::uint32_t const value = reader.u32();
  return reader.ok() ? std::optional(value) : std::nullopt;
}

/// What struct rtmsg and struct fib_rule_hdr begin with.
struct Selector {
  std::uint8_t family, destination_bits, source_bits, tos, table;
};

Selector read_selector(HostReader& fixed) { return {fixed.u8(), fixed.u8(), fixed.u8(), fixed.u8(), fixed.u8()}; }

/// Puts fields together so that equal ones give equal text.
class Identity {
 public:
  Identity(char kind, Selector const& selector) : text_(1, kind) {
    octet(selector.family).octet(selector.destination_bits).octet(selector.source_bits).octet(selector.tos);
  }
  Identity& octet(std::uint8_t value) {
    text_.push_back(static_cast<char>(value));
    return *this;
  }
  Identity& word(std::uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8) octet(static_cast<std::uint8_t>(value >> shift));
    return *this;
  }
  /// Without the zeros at the end, so that an empty prefix is like one left out.
  Identity& value(Attributes const& attributes, std::uint16_t type) {
    auto const found = attributes.find(type);
    Value octets = found == attributes.end() ? Value{} : found->second;
    while (!octets.empty() && octets.back() == 0) octets = octets.first(octets.size() - 1);
    word(static_cast<std::uint32_t>(octets.size()));
    for (std::uint8_t const each : octets) octet(each);
    return *this;
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

/// struct rtmsg.
std::optional<RoutingFact> route_fact(NetlinkMessage const& message) {
  HostReader fixed(message.payload);
  Selector const selector = read_selector(fixed);
  fixed.take(7);  // protocol, scope, type, flags
  if (!fixed.ok()) return std::nullopt;
  Attributes const attributes = attributes_of(message.payload.subspan(fixed.offset()));
  std::uint32_t metric = number(attributes, RTA_PRIORITY).value_or(0);
  if (metric == 0 && selector.family == AF_INET6) metric = ipv6_metric;
  Identity identity('r', selector);
  identity.word(number(attributes, RTA_TABLE).value_or(selector.table)).word(metric);
  identity.value(attributes, RTA_DST).value(attributes, RTA_SRC);
  return RoutingFact{identity.take(), number(attributes, RTA_OIF).value_or(0)};
}

/// struct fib_rule_hdr.
std::optional<RoutingFact> rule_fact(NetlinkMessage const& message) {
  HostReader fixed(message.payload);
  Selector const selector = read_selector(fixed);
  fixed.take(2);
  std::uint8_t const action = fixed.u8();
  std::uint32_t const flags = fixed.u32();
  if (!fixed.ok()) return std::nullopt;
  Attributes const attributes = attributes_of(message.payload.subspan(fixed.offset()));
  Identity identity('u', selector);
  identity.octet(action).word(number(attributes, FRA_TABLE).value_or(selector.table)).word(flags & FIB_RULE_INVERT);
  for (std::uint16_t const type : {FRA_PRIORITY, FRA_SRC, FRA_DST, FRA_FWMARK, FRA_IIFNAME, FRA_OIFNAME, FRA_GOTO,
                                   FRA_TUN_ID, FRA_UID_RANGE, FRA_IP_PROTO, FRA_SPORT_RANGE, FRA_DPORT_RANGE}) {
    identity.value(attributes, type);
  }
  return RoutingFact{identity.take(), 0};
}

std::uint8_t family_of(NetlinkMessage const& message) { return HostReader(message.payload).u8(); }

}  // namespace

std::optional<RoutingFact> routing_fact(NetlinkMessage const& message) {
  switch (message.type) {
    case RTM_NEWROUTE:
    case RTM_DELROUTE:
      return route_fact(message);
    case RTM_NEWRULE:
    case RTM_DELRULE:
      return rule_fact(message);
    default:
      return std::nullopt;
  }
}

void RoutingWatch::follow(Image const& image) {
  followed_.clear();
  concerned_.fill(false);
  for (std::uint32_t router = 0; router < image.routers.size(); router++) {
    std::vector<ObjectSpec> const& objects = image.routers[router].objects;
    for (std::uint32_t object = 0; object < objects.size(); object++) {
      if (!objects[object].tracked || objects[object].bus != Bus::route) continue;
      for_each_message(objects[object].add, [&](NetlinkMessage const& message) {
        std::optional<RoutingFact> fact = routing_fact(message);
        if (!fact) return;
        followed_[std::move(fact->identity)].push_back({router, object, fact->interface_index});
        concerned_[(message.type == RTM_NEWRULE ? 2u : 0u) + (family_of(message) == AF_INET6 ? 1u : 0u)] = true;
      });
    }
  }
}

std::vector<std::uint32_t> RoutingWatch::groups() const {
  constexpr std::array<std::uint32_t, 4> all{RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE, RTNLGRP_IPV4_RULE,
                                             RTNLGRP_IPV6_RULE};
  std::vector<std::uint32_t> groups;
  for (std::size_t i = 0; i < all.size(); i++) {
    if (concerned_[i]) groups.push_back(all[i]);
  }
  return groups;
}

}  // namespace kac
