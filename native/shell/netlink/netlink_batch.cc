#include "shell/netlink/netlink_batch.h"

#include <linux/netfilter/nfnetlink.h>
#include <linux/rtnetlink.h>

#include <bit>

#include "shell/netlink/netlink_reader.h"

namespace kac {
namespace {

// Room for an error to each of a thousand requests, at what the kernel charges for one.
constexpr int receive_buffer_bytes = 4 << 20;
constexpr std::uint32_t own_mark = 0x80000000;  // apart from the sequence numbers of requests, which count objects

std::uint32_t halves(std::uint16_t first, std::uint16_t second) {
  return std::bit_cast<std::uint32_t>(std::array<std::uint16_t, 2>{first, second});
}

template <std::size_t Words>
std::span<std::uint8_t const> bytes_of(std::array<std::uint32_t, Words> const& message) {
  std::span<std::byte const> const bytes = std::as_bytes(std::span(message));
  return {reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size()};
}

/// NLMSG_NOOP is never executed but, asked to, acknowledged: all before it is done.
std::array<std::uint32_t, 4> barrier_message(std::uint32_t mark) {
  return {NLMSG_HDRLEN, halves(NLMSG_NOOP, NLM_F_REQUEST | NLM_F_ACK), mark, 0};
}

/// NFNL_MSG_BATCH_BEGIN and NFNL_MSG_BATCH_END, with a struct nfgenmsg that names nf_tables.
std::array<std::uint32_t, 5> transaction_message(std::uint16_t type, std::uint32_t mark) {
  auto const tables = std::bit_cast<std::uint32_t>(std::array<std::uint8_t, 4>{0, 0, 0, NFNL_SUBSYS_NFTABLES});
  return {NLMSG_HDRLEN + sizeof tables, halves(type, NLM_F_REQUEST), mark, 0, tables};
}

bool is_one_message(std::span<std::uint8_t const> bytes) {
  std::optional<NetlinkMessage> const first = first_message(bytes);
  return !first || first->aligned_size >= bytes.size();
}

}  // namespace

NetlinkBatch::NetlinkBatch(NetlinkSocket route) : port_id_(route.port_id()) {
  sockets_[static_cast<std::size_t>(Bus::route)] = std::move(route);
}

Result<NetlinkBatch> NetlinkBatch::open() {
  Result<NetlinkSocket> route =
      NetlinkSocket::open(NETLINK_ROUTE, {.receive_buffer_bytes = receive_buffer_bytes, .cap_ack = true});
  if (!route) return route.error();
  return NetlinkBatch(std::move(*route));
}

Result<NetlinkSocket*> NetlinkBatch::socket_of(Bus bus) {
  std::optional<NetlinkSocket>& socket = sockets_[static_cast<std::size_t>(bus)];
  if (!socket) {
    int const protocol = bus == Bus::netfilter ? NETLINK_NETFILTER : NETLINK_GENERIC;
    Result<NetlinkSocket> opened = NetlinkSocket::open(protocol, {.cap_ack = true});
    if (!opened) return opened.error();
    socket = std::move(*opened);
  }
  return &*socket;
}

std::span<NetlinkBatch::Refusal const> NetlinkBatch::execute(Bus bus, std::span<std::uint8_t const> requests) {
  refusals_.clear();
  Result<NetlinkSocket*> const socket = socket_of(bus);
  if (!socket) {
    refuse(requests, socket.error().number);
  } else if (bus == Bus::netfilter) {
    execute_transactions(**socket, requests);
  } else {
    execute_chain(**socket, requests);
  }
  return refusals_;
}

void NetlinkBatch::execute_chain(NetlinkSocket& socket, std::span<std::uint8_t const> requests) {
  std::uint32_t const mark = own_mark | marks_++;
  Done const sent = socket.send({requests, bytes_of(barrier_message(mark))});
  if (!sent) return refuse(requests, sent.error().number);
  int error = 0;
  while (!read_answers(socket, mark, error)) continue;
}

/// One that fails takes the others along: they are then tried one by one.
void NetlinkBatch::execute_transactions(NetlinkSocket& socket, std::span<std::uint8_t const> requests) {
  transact(socket, requests);
  if (refusals_.empty() || is_one_message(requests)) return;
  refusals_.clear();
  while (std::optional<NetlinkMessage> const message = first_message(requests)) {
    transact(socket, requests.first(message->aligned_size));
    requests = requests.subspan(message->aligned_size);
  }
}

void NetlinkBatch::transact(NetlinkSocket& socket, std::span<std::uint8_t const> requests) {
  std::uint32_t const mark = own_mark | marks_++;
  Done const sent = socket.send({bytes_of(transaction_message(NFNL_MSG_BATCH_BEGIN, mark)), requests,
                                 bytes_of(transaction_message(NFNL_MSG_BATCH_END, mark))});
  if (!sent) return refuse(requests, sent.error().number);
  int error = 0;
  while (!read_answers(socket, mark, error)) continue;
  if (error != 0) refuse(requests, error);  // the kernel blames its beginning for what is wrong with the whole
}

/// The kernel has answered by the time send() returns: nothing is waited for here. True when all answers are read.
bool NetlinkBatch::read_answers(NetlinkSocket& socket, std::uint32_t mark, int& error) {
  Result<std::span<std::uint8_t const>> const received = socket.receive(buffer_);
  if (!received) return received.error().number != ENOBUFS;  // some are lost; those that came are still to be read
  bool reached = received->empty();
  for_each_message(*received, [&](NetlinkMessage const& message) {
    if (message.type != NLMSG_ERROR) return;
    int const refused = -static_cast<int>(HostReader(message.payload).u32());
    if (message.sequence == mark) {
      error = refused;
      reached = true;
    } else if (refused > 0) {
      refusals_.push_back({message.sequence, refused});
    }
  });
  return reached;
}

void NetlinkBatch::refuse(std::span<std::uint8_t const> requests, int error) {
  for_each_message(requests, [&](NetlinkMessage const& message) { refusals_.push_back({message.sequence, error}); });
}

}  // namespace kac
