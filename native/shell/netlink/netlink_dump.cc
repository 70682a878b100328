#include "shell/netlink/netlink_dump.h"

#include <linux/fib_rules.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace kac {
namespace {

constexpr std::size_t fixed_bytes(std::uint16_t type) {
  switch (type) {
    case RTM_GETLINK:
      return sizeof(ifinfomsg);
    case RTM_GETADDR:
      return sizeof(ifaddrmsg);
    case RTM_GETROUTE:
      return sizeof(rtmsg);
    default:
      return sizeof(fib_rule_hdr);
  }
}

/// Header, the fixed part of the type, and for links IFLA_EXT_MASK: every dump request of ours, strictly formed.
class DumpRequest {
 public:
  explicit DumpRequest(std::uint16_t type) {
    bool const links = type == RTM_GETLINK;
    std::size_t const fixed = fixed_bytes(type);
    u32(NLMSG_HDRLEN + fixed + (links ? NLA_HDRLEN + sizeof(std::uint32_t) : 0));
    u16(type);
    u16(NLM_F_REQUEST | NLM_F_DUMP);
    u32(1);  // sequence
    u32(0);
    if (type == RTM_GETROUTE) bytes_[size_ + offsetof(rtmsg, rtm_protocol)] = RTPROT_KEEPALIVED;
    size_ += fixed;  // else all zero: AF_UNSPEC, no filter
    if (!links) return;
    u16(NLA_HDRLEN + sizeof(std::uint32_t));
    u16(IFLA_EXT_MASK);
    u32(RTEXT_FILTER_SKIP_STATS);
  }

  [[nodiscard]] std::span<std::uint8_t const> bytes() const { return std::span(bytes_).first(size_); }

 private:
  void u16(std::size_t value) { put(std::bit_cast<std::array<std::uint8_t, 2>>(static_cast<std::uint16_t>(value))); }
  void u32(std::size_t value) { put(std::bit_cast<std::array<std::uint8_t, 4>>(static_cast<std::uint32_t>(value))); }
  void put(std::span<std::uint8_t const> octets) {
    std::ranges::copy(octets, std::span(bytes_).subspan(size_).begin());
    size_ += octets.size();
  }

  std::array<std::uint8_t, NLMSG_HDRLEN + sizeof(ifinfomsg) + NLA_HDRLEN + sizeof(std::uint32_t)> bytes_{};
  std::size_t size_ = 0;
};

}  // namespace

Result<NetlinkSocket> start_dump(std::uint16_t type) {
  Result<NetlinkSocket> socket = NetlinkSocket::open(NETLINK_ROUTE);
  if (!socket) return socket;
  if (Done sent = socket->send({DumpRequest(type).bytes()}); !sent) return sent.error();
  return socket;
}

}  // namespace kac
