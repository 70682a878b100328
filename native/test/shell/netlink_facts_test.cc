#include "shell/netlink_facts.h"

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>

#include <algorithm>
#include <initializer_list>
#include <random>
#include <vector>

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
    });
  }
  check(read > 0, "damaged messages are read as far as they are whole");
}

}  // namespace

void test_netlink_facts() {
  test_links();
  test_addresses();
  test_damage();
}

}  // namespace kac::test
