#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace kac {

/// Room for messages of at most `BytesMax`, to read several with one system call. A longer one is cut.
template <std::size_t BytesMax>
class MessageBatch {
 public:
  static constexpr std::size_t size = 16;

  struct Message {
    std::span<std::uint8_t const> bytes;
    sockaddr_in6 const& from;  // or a sockaddr_in in its place
    msghdr& header;            // with what the socket was asked to tell: TTL, destination
  };

  /// Reads what is waiting on `fd`, and says how many that are. They hold until the next call.
  std::size_t receive(int fd) {
    for (std::size_t i = 0; i < size; i++) {
      Slot& slot = slots_[i];
      slot.data = {slot.bytes.data(), slot.bytes.size()};
      headers_[i] = {};
      headers_[i].msg_hdr = {&slot.from, sizeof slot.from, &slot.data, 1, slot.control.data(), slot.control.size(), 0};
    }
    int const got = recvmmsg(fd, headers_.data(), size, MSG_DONTWAIT, nullptr);
    return got > 0 ? static_cast<std::size_t>(got) : 0;
  }

  Message at(std::size_t i) {
    return {std::span(slots_[i].bytes).first(headers_[i].msg_len), slots_[i].from, headers_[i].msg_hdr};
  }

 private:
  static constexpr std::size_t control_bytes = CMSG_SPACE(sizeof(in6_pktinfo)) + CMSG_SPACE(sizeof(int));

  struct Slot {
    alignas(cmsghdr) std::array<std::byte, control_bytes> control;
    sockaddr_in6 from;
    iovec data;
    std::array<std::uint8_t, BytesMax> bytes;
  };

  std::array<Slot, size> slots_;
  std::array<mmsghdr, size> headers_;
};

}  // namespace kac
