#include "shell/sockets/vrrp_socket.h"

#include <algorithm>
#include <cstring>

#include "shell/sockets/raw_socket.h"
#include "shell/sockets/socket_address.h"
#include "shell/sockets/socket_options.h"

namespace kac {
namespace {

// What a small received datagram costs of the receive buffer, with all that the kernel keeps of it.
constexpr int received_cost_min = 768;

IpAddress ip_address(std::uint8_t const* octets, Family family) {
  IpAddress address{.family = family};
  std::copy_n(octets, address.size(), address.octets.begin());
  return address;
}

/// IPV6_PKTINFO and IPV6_HOPLIMIT of one packet to send.
std::size_t write_control(std::span<std::byte> room, SendAdvert const& advert, std::uint32_t interface_index) {
  in6_pktinfo info{};
  std::ranges::copy(advert.source.bytes(), info.ipi6_addr.s6_addr);
  info.ipi6_ifindex = interface_index;
  int const hop_limit = advert.ttl;
  msghdr message{};
  message.msg_control = room.data();
  message.msg_controllen = room.size();
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = IPPROTO_IPV6;
  header->cmsg_type = IPV6_PKTINFO;
  header->cmsg_len = CMSG_LEN(sizeof info);
  std::memcpy(CMSG_DATA(header), &info, sizeof info);
  header = CMSG_NXTHDR(&message, header);
  header->cmsg_level = IPPROTO_IPV6;
  header->cmsg_type = IPV6_HOPLIMIT;
  header->cmsg_len = CMSG_LEN(sizeof hop_limit);
  std::memcpy(CMSG_DATA(header), &hop_limit, sizeof hop_limit);
  return CMSG_SPACE(sizeof info) + CMSG_SPACE(sizeof hop_limit);
}

Datagram datagram_v4(std::span<std::uint8_t const> bytes) {
  constexpr std::size_t ttl_at = 8;
  constexpr std::size_t source_at = 12;
  constexpr std::size_t destination_at = 16;
  Datagram datagram{.bytes = bytes, .source = {}, .destination = {}, .ttl = 0};
  if (bytes.size() < 20) return datagram;
  datagram.ttl = bytes[ttl_at];
  datagram.source = ip_address(&bytes[source_at], Family::v4);
  datagram.destination = ip_address(&bytes[destination_at], Family::v4);
  return datagram;
}

Datagram datagram_v6(std::span<std::uint8_t const> bytes, msghdr& header, sockaddr_in6 const& from) {
  IpAddress const nobody{.family = Family::v6};
  Datagram datagram{bytes, ip_address(from.sin6_addr.s6_addr, Family::v6), nobody, 0};
  for (cmsghdr* control = CMSG_FIRSTHDR(&header); control != nullptr; control = CMSG_NXTHDR(&header, control)) {
    if (control->cmsg_level != IPPROTO_IPV6) continue;
    if (control->cmsg_type == IPV6_PKTINFO) {
      in6_pktinfo info{};
      std::memcpy(&info, CMSG_DATA(control), sizeof info);
      datagram.destination = ip_address(info.ipi6_addr.s6_addr, Family::v6);
    } else if (control->cmsg_type == IPV6_HOPLIMIT) {
      int hop_limit = 0;
      std::memcpy(&hop_limit, CMSG_DATA(control), sizeof hop_limit);
      datagram.ttl = static_cast<std::uint8_t>(hop_limit);
    }
  }
  return datagram;
}

}  // namespace

VrrpSocket::VrrpSocket(SocketSpec const& spec, UniqueFd receive, UniqueFd send)
    : spec_(spec), receive_(std::move(receive)), send_(std::move(send)) {}

Result<VrrpSocket> VrrpSocket::open(SocketSpec const& spec) {
  Result<UniqueFd> receive = open_receive_socket(spec);
  if (!receive) return receive.error();
  Result<UniqueFd> send = open_send_socket(spec);
  if (!send) return send.error();
  VrrpSocket opened(spec, std::move(*receive), std::move(*send));
  if (Done sized = opened.resize(spec.receive_buffer_bytes); !sized) return sized.error();
  return opened;
}

Result<VrrpSocket> VrrpSocket::take(KeptSocket const& kept) {
  VrrpSocket taken(kept.spec, UniqueFd(kept.receive), UniqueFd(kept.send));
  if (Done sized = taken.resize(kept.spec.receive_buffer_bytes); !sized) return sized.error();
  return taken;
}

Done VrrpSocket::resize(std::uint32_t receive_buffer_bytes) {
  if (receive_buffer_bytes != 0) {
    if (Done set = set_receive_buffer(fd(), static_cast<int>(receive_buffer_bytes)); !set) return set;
  }
  int size = 0;
  socklen_t length = sizeof size;
  if (getsockopt(fd(), SOL_SOCKET, SO_RCVBUF, &size, &length) != 0) return last_error("SO_RCVBUF");
  spec_.receive_buffer_bytes = receive_buffer_bytes;
  datagrams_max_ = static_cast<std::size_t>(size / received_cost_min) + 1;
  return done();
}

Done VrrpSocket::follow(LinkFact const& link) const {
  bool const is_ours = link.index == spec_.interface_index || link.index == spec_.reports_from;
  if (!spec_.multicast || !is_ours) return done();
  if (!link.name.empty()) return join_group(fd(), spec_, link.index);
  leave_group(fd(), spec_, link.index);
  return done();
}

void VrrpSocket::leave_groups() const {
  if (!spec_.multicast) return;
  leave_group(fd(), spec_, spec_.interface_index);
  if (spec_.reports_from != 0) leave_group(fd(), spec_, spec_.reports_from);
}

void VrrpSocket::join_groups() const {
  if (!spec_.multicast) return;
  static_cast<void>(join_group(fd(), spec_, spec_.interface_index));
  if (spec_.reports_from != 0) static_cast<void>(join_group(fd(), spec_, spec_.reports_from));
}

Done VrrpSocket::send(SendAdvert const& advert) const {
  SocketAddress to(advert.destination, spec_.interface_index);
  iovec data{const_cast<std::uint8_t*>(advert.bytes.data()), advert.bytes.size()};
  alignas(cmsghdr) std::array<std::byte, CMSG_SPACE(sizeof(in6_pktinfo)) + CMSG_SPACE(sizeof(int))> control{};
  msghdr message{};
  message.msg_name = &to.any;
  message.msg_namelen = to.size;
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  if (spec_.family == Family::v6) {
    message.msg_control = control.data();
    message.msg_controllen = write_control(control, advert, spec_.interface_index);
  }
  if (sendmsg(send_.get(), &message, spec_.multicast ? MSG_DONTROUTE : 0) < 0) return last_error("sendmsg");
  return done();
}

ReceiveBatch::ReceiveBatch() = default;

std::span<Datagram const> ReceiveBatch::receive(VrrpSocket const& socket) {
  std::size_t const count = batch_.receive(socket.fd());
  for (std::size_t i = 0; i < count; i++) {
    auto const [bytes, from, header] = batch_.at(i);
    datagrams_[i] = socket.spec().family == Family::v4 ? datagram_v4(bytes) : datagram_v6(bytes, header, from);
  }
  return std::span(datagrams_).first(count);
}

}  // namespace kac
