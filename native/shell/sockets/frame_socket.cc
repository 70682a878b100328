#include "shell/sockets/frame_socket.h"

#include <linux/if_packet.h>

#include <algorithm>
#include <array>

#include "shell/sockets/socket_options.h"

namespace kac {
namespace {

constexpr std::size_t frames_per_call = 64;
constexpr int send_buffer_bytes = 4 << 20;  // a takeover announces thousands of addresses in one burst

struct FrameBatch {
  std::array<mmsghdr, frames_per_call> headers;
  std::array<sockaddr_ll, frames_per_call> destinations;
  std::array<iovec, frames_per_call> data;

  void fill(std::span<FrameSpec const> frames) {
    for (std::size_t i = 0; i < frames.size(); i++) {
      destinations[i] = {};
      destinations[i].sll_family = AF_PACKET;
      destinations[i].sll_ifindex = static_cast<int>(frames[i].interface_index);
      data[i] = {const_cast<std::uint8_t*>(frames[i].bytes.data()), frames[i].bytes.size()};
      headers[i] = {};
      headers[i].msg_hdr.msg_name = &destinations[i];
      headers[i].msg_hdr.msg_namelen = sizeof destinations[i];
      headers[i].msg_hdr.msg_iov = &data[i];
      headers[i].msg_hdr.msg_iovlen = 1;
    }
  }
};

}  // namespace

Result<FrameSocket> FrameSocket::open() {
  // Protocol 0: nothing is received.
  UniqueFd fd(socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) return last_error("socket");
  if (Done set = set_send_buffer(fd.get(), send_buffer_bytes); !set) return set.error();
  return FrameSocket(std::move(fd));
}

Done FrameSocket::send(std::span<FrameSpec const> frames) const {
  FrameBatch batch;
  Done result = done();
  while (!frames.empty()) {
    std::size_t const count = std::min(frames.size(), frames_per_call);
    batch.fill(frames.first(count));
    int const sent = sendmmsg(fd_.get(), batch.headers.data(), static_cast<unsigned>(count), 0);
    if (sent > 0) {
      frames = frames.subspan(static_cast<std::size_t>(sent));
    } else {
      result = last_error("sendmmsg");
      frames = frames.subspan(1);  // the one that failed
    }
  }
  return result;
}

}  // namespace kac
