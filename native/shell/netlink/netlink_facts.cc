#include "shell/netlink/netlink_facts.h"

#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>

#include <algorithm>

namespace kac {
namespace {

std::string_view text_value(std::span<std::uint8_t const> value) {
  std::string_view const text(reinterpret_cast<char const*>(value.data()), value.size());
  return text.substr(0, text.find('\0'));
}

std::optional<IpAddress> address_value(std::span<std::uint8_t const> value, Family family) {
  IpAddress address{.family = family};
  if (value.size() != address.size()) return std::nullopt;
  std::ranges::copy(value, address.octets.begin());
  return address;
}

}  // namespace

std::optional<LinkFact> link_fact(NetlinkMessage const& message) {
  if (message.type != RTM_NEWLINK && message.type != RTM_DELLINK) return std::nullopt;
  HostReader fixed(message.payload);  // struct ifinfomsg
  std::uint8_t const family = fixed.u8();
  fixed.take(3);  // padding, ifi_type
  LinkFact fact{.index = fixed.u32(), .name = {}, .up = false};
  std::uint32_t const flags = fixed.u32();
  fixed.u32();  // ifi_change
  if (!fixed.ok() || family != AF_UNSPEC) return std::nullopt;
  if (message.type == RTM_DELLINK) return fact;
  for_each_attribute(message.payload.subspan(fixed.offset()),
                     [&](std::uint16_t type, std::span<std::uint8_t const> value) {
                       if (type == IFLA_IFNAME) fact.name = text_value(value);
                     });
  fact.up = (flags & IFF_UP) != 0 && (flags & IFF_RUNNING) != 0;
  return fact;
}

std::optional<AddressFact> address_fact(NetlinkMessage const& message) {
  if (message.type != RTM_NEWADDR && message.type != RTM_DELADDR) return std::nullopt;
  HostReader fixed(message.payload);  // struct ifaddrmsg
  std::uint8_t const raw_family = fixed.u8();
  std::uint8_t const prefix = fixed.u8();
  fixed.take(2);  // ifa_flags, ifa_scope
  std::uint32_t const index = fixed.u32();
  if (!fixed.ok() || (raw_family != AF_INET && raw_family != AF_INET6)) return std::nullopt;
  Family const family = raw_family == AF_INET ? Family::v4 : Family::v6;
  // With a peer, IFA_ADDRESS is the peer's and IFA_LOCAL our own; without one IPv6 leaves IFA_LOCAL out.
  std::optional<IpAddress> local;
  std::optional<IpAddress> address;
  for_each_attribute(message.payload.subspan(fixed.offset()),
                     [&](std::uint16_t type, std::span<std::uint8_t const> value) {
                       if (type == IFA_LOCAL) local = address_value(value, family);
                       if (type == IFA_ADDRESS) address = address_value(value, family);
                     });
  if (!local) local = address;
  if (!local) return std::nullopt;
  return AddressFact{index, *local, prefix, message.type == RTM_NEWADDR, false};
}

}  // namespace kac
