#include "shell/netlink_batch.h"

#include <linux/rtnetlink.h>

#include <array>
#include <bit>

#include "shell/netlink_reader.h"

namespace kac {
namespace {

// Room for an error to each of a thousand requests, at what the kernel charges for one.
constexpr int receive_buffer_bytes = 4 << 20;
constexpr std::uint32_t barrier_mark = 0x80000000;  // apart from the sequence numbers of requests, which count objects

/// NLMSG_NOOP is never executed but, asked to, acknowledged: all before it is done.
std::array<std::uint32_t, 4> barrier_message(std::uint32_t sequence) {
  std::uint32_t const type_and_flags =
      std::bit_cast<std::uint32_t>(std::array<std::uint16_t, 2>{NLMSG_NOOP, NLM_F_REQUEST | NLM_F_ACK});
  return {NLMSG_HDRLEN, type_and_flags, sequence, 0};
}

}  // namespace

Result<NetlinkBatch> NetlinkBatch::open() {
  Result<NetlinkSocket> socket =
      NetlinkSocket::open(NETLINK_ROUTE, {.receive_buffer_bytes = receive_buffer_bytes, .cap_ack = true});
  if (!socket) return socket.error();
  return NetlinkBatch(std::move(*socket));
}

std::span<NetlinkBatch::Refusal const> NetlinkBatch::execute(std::span<std::uint8_t const> requests) {
  refusals_.clear();
  std::uint32_t const sequence = barrier_mark | barriers_++;
  std::array<std::uint32_t, 4> const barrier = barrier_message(sequence);
  std::span<std::byte const> const bytes = std::as_bytes(std::span(barrier));
  Done const sent = socket_.send(requests, {reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size()});
  if (sent) {
    read_answers(sequence);
  } else {
    for_each_message(requests, [&](NetlinkMessage const& message) {
      refusals_.push_back({message.sequence, sent.error().number});
    });
  }
  return refusals_;
}

/// The kernel has answered by the time send() returns: nothing is waited for here.
void NetlinkBatch::read_answers(std::uint32_t barrier) {
  for (bool reached = false; !reached;) {
    Result<std::span<std::uint8_t const>> const received = socket_.receive(buffer_);
    if (!received) {
      if (received.error().number == ENOBUFS) continue;  // some errors are lost; those that came are still to be read
      return;
    }
    if (received->empty()) return;
    for_each_message(*received, [&](NetlinkMessage const& message) {
      if (message.type != NLMSG_ERROR) return;
      int const error = -static_cast<int>(HostReader(message.payload).u32());
      if (message.sequence == barrier) {
        reached = true;
      } else if (error > 0) {
        refusals_.push_back({message.sequence, error});
      }
    });
  }
}

}  // namespace kac
