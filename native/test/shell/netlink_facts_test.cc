#include "shell/netlink/netlink_facts.h"

#include <linux/fib_rules.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>

#include <algorithm>
#include <initializer_list>
#include <random>
#include <vector>

#include "shell/netlink/routing_watch.h"
#include "test/harness.h"
#include "test/shell/tests.h"

namespace kac::test {
namespace {

using Octets = std::vector<std::uint8_t>;

struct Attribute {
  std::uint16_t type;
  Octets value;
};

void append(Octets& to, std::uint64_t number, std::size_t size) {
  for (std::size_t i = 0; i < size; i++) to.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
}

/// On a little-endian machine.
Octets message(std::uint16_t type, Octets const& fixed, std::initializer_list<Attribute> attributes) {
  Octets body = fixed;
  for (Attribute const& attribute : attributes) {
    append(body, 4 + attribute.value.size(), 2);
    append(body, attribute.type, 2);
    body.insert(body.end(), attribute.value.begin(), attribute.value.end());
    body.resize((body.size() + 3) & ~std::size_t{3});
  }
  Octets whole;
  append(whole, NLMSG_HDRLEN + body.size(), 4);
  append(whole, type, 2);
  append(whole, 0, 2);
  append(whole, 0, 8);
  whole.insert(whole.end(), body.begin(), body.end());
  return whole;
}

Octets link_body(std::uint8_t family, std::uint32_t index, std::uint32_t flags) {
  Octets body = {family, 0, 1, 0};
  append(body, index, 4);
  append(body, flags, 4);
  append(body, 0, 4);
  return body;
}

Octets address_body(std::uint8_t family, std::uint8_t prefix, std::uint32_t index) {
  Octets body = {family, prefix, 0, 0};
  append(body, index, 4);
  return body;
}

std::string show(std::optional<LinkFact> const& fact) {
  if (!fact) return "nothing";
  return std::to_string(fact->index) + " '" + std::string(fact->name) + "' " + (fact->up ? "up" : "down");
}

std::string show(std::optional<AddressFact> const& fact) {
  if (!fact) return "nothing";
  std::string octets;
  for (std::uint8_t const octet : fact->address.bytes()) octets += std::to_string(octet) + ".";
  return octets + "/" + std::to_string(fact->prefix) + " on " + std::to_string(fact->interface_index) +
         (fact->present ? " there" : " gone");
}

void test_links() {
  Octets const name = {'e', 't', 'h', '0', 0};
  struct {
    char const* what;
    Octets message;
    char const* wanted;
  } const table[] = {
      {"a link that is up and running",
       message(RTM_NEWLINK, link_body(0, 7, IFF_UP | IFF_RUNNING), {{IFLA_IFNAME, name}}), "7 'eth0' up"},
      {"without carrier it is down", message(RTM_NEWLINK, link_body(0, 7, IFF_UP), {{IFLA_IFNAME, name}}),
       "7 'eth0' down"},
      {"a link that is gone has no name", message(RTM_DELLINK, link_body(0, 7, IFF_UP), {{IFLA_IFNAME, name}}),
       "7 '' down"},
      {"a port that leaves its bridge is not gone",
       message(RTM_DELLINK, link_body(AF_BRIDGE, 7, 0), {{IFLA_IFNAME, name}}), "nothing"},
      {"an address is no link", message(RTM_NEWADDR, address_body(AF_INET, 24, 7), {}), "nothing"},
      {"a body that is cut", message(RTM_NEWLINK, {0, 0, 1}, {}), "nothing"},
  };
  for (auto const& row : table) check_equal(show(link_fact(*first_message(row.message))), row.wanted, row.what);
}

void test_addresses() {
  Octets const own = {192, 0, 2, 1};
  Octets const peer = {192, 0, 2, 2};
  Octets const v6 = {0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  struct {
    char const* what;
    Octets message;
    char const* wanted;
  } const table[] = {
      {"of an address and its peer, the own one",
       message(RTM_NEWADDR, address_body(AF_INET, 32, 7), {{IFA_ADDRESS, peer}, {IFA_LOCAL, own}}),
       "192.0.2.1./32 on 7 there"},
      {"an IPv6 address has no IFA_LOCAL", message(RTM_DELADDR, address_body(AF_INET6, 64, 7), {{IFA_ADDRESS, v6}}),
       "32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1./64 on 7 gone"},
      {"a family that is no IP", message(RTM_NEWADDR, address_body(AF_PACKET, 0, 7), {{IFA_LOCAL, own}}), "nothing"},
      {"an address of the wrong length", message(RTM_NEWADDR, address_body(AF_INET6, 64, 7), {{IFA_LOCAL, own}}),
       "nothing"},
      {"no address at all", message(RTM_NEWADDR, address_body(AF_INET, 24, 7), {}), "nothing"},
  };
  for (auto const& row : table) check_equal(show(address_fact(*first_message(row.message))), row.wanted, row.what);
}

Octets route_body(std::uint8_t family, std::uint8_t bits, std::uint8_t table) {
  return {family, bits, 0, 0, table, RTPROT_KEEPALIVED, 0, RTN_UNICAST, 0, 0, 0, 0};
}

Octets word(std::uint32_t value) {
  Octets octets;
  append(octets, value, 4);
  return octets;
}

/// As kac writes it, and as the kernel tells it.
void test_routing() {
  Octets const net = {203, 0, 113, 0};
  Octets const v6 = {0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  Octets const eth0 = {'e', 't', 'h', '0', 0};
  Octets const rule = {AF_INET, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0};
  Octets const rule_told = {AF_INET, 0, 0, 0, 44, 0, 0, 1, 0, 0, 0, 0};
  struct {
    char const* what;
    Octets written;
    Octets told;
    bool same;
  } const table[] = {
      {"a table is told by its attribute", message(RTM_NEWROUTE, route_body(AF_INET, 24, 254), {{RTA_DST, net}}),
       message(RTM_DELROUTE, route_body(AF_INET, 24, 254), {{RTA_TABLE, word(254)}, {RTA_DST, net}}), true},
      {"another table is another route", message(RTM_NEWROUTE, route_body(AF_INET, 24, 254), {{RTA_DST, net}}),
       message(RTM_DELROUTE, route_body(AF_INET, 24, 0), {{RTA_TABLE, word(300)}, {RTA_DST, net}}), false},
      {"a default route is told without zeros",
       message(RTM_NEWROUTE, route_body(AF_INET, 0, 254), {{RTA_DST, {0, 0, 0, 0}}}),
       message(RTM_DELROUTE, route_body(AF_INET, 0, 254), {}), true},
      {"IPv6 has a metric of its own for none", message(RTM_NEWROUTE, route_body(AF_INET6, 48, 254), {{RTA_DST, v6}}),
       message(RTM_DELROUTE, route_body(AF_INET6, 48, 254), {{RTA_DST, v6}, {RTA_PRIORITY, word(1024)}}), true},
      {"a rule is told with what nobody set",
       message(RTM_NEWRULE, rule, {{FRA_PRIORITY, word(9)}, {FRA_TABLE, word(300)}, {FRA_IIFNAME, eth0}}),
       message(
           RTM_DELRULE, rule_told,
           {{FRA_TABLE, word(300)}, {FRA_SUPPRESS_PREFIXLEN, word(~0u)}, {FRA_IIFNAME, eth0}, {FRA_PRIORITY, word(9)}}),
       true},
      {"a rule of another interface is another",
       message(RTM_NEWRULE, rule, {{FRA_PRIORITY, word(9)}, {FRA_TABLE, word(300)}, {FRA_IIFNAME, eth0}}),
       message(RTM_DELRULE, rule, {{FRA_TABLE, word(300)}, {FRA_PRIORITY, word(9)}}), false},
  };
  for (auto const& row : table) {
    bool const same =
        routing_fact(*first_message(row.written))->identity == routing_fact(*first_message(row.told))->identity;
    check(same == row.same, row.what);
  }
}

/// Whatever the bytes are, reading them ends, inside them; the sanitizers watch.
void test_damage() {
  Octets const whole =
      message(RTM_NEWLINK, link_body(0, 7, 0), {{IFLA_IFNAME, {'e', 'n', 0}}, {IFLA_IFALIAS, Octets(40)}});
  std::mt19937 random(1);
  std::size_t read = 0;
  for (int round = 0; round < 20'000; round++) {
    Octets damaged = whole;
    damaged.insert(damaged.end(), whole.begin(), whole.end());
    for (unsigned i = 0; i < 1 + random() % 4; i++)
      damaged[random() % damaged.size()] = static_cast<std::uint8_t>(random());
    damaged.resize(random() % (damaged.size() + 1));
    for_each_message(damaged, [&](NetlinkMessage const& one) {
      if (std::optional<LinkFact> const fact = link_fact(one)) read += fact->name.size() + 1;
      if (address_fact(one)) read++;
      if (std::optional<RoutingFact> const fact = routing_fact(one)) read += fact->identity.size();
    });
  }
  check(read > 0, "damaged messages are read as far as they are whole");
}

}  // namespace

void test_netlink_facts() {
  test_links();
  test_addresses();
  test_routing();
  test_damage();
}

}  // namespace kac::test
