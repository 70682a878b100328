#pragma once

#include <linux/netlink.h>

#include <cstdint>
#include <optional>
#include <span>

#include "core/base/bytes.h"

/// Netlink messages and attributes in bytes, in order; stops where they stop being whole.
namespace kac {

using HostReader = Reader<std::endian::native>;

struct NetlinkMessage {
  std::uint16_t type;
  std::uint16_t flags;
  std::uint32_t sequence;
  std::uint32_t port_id;
  std::span<std::uint8_t const> payload;
  std::size_t aligned_size;  // with header and padding
};

inline std::optional<NetlinkMessage> first_message(std::span<std::uint8_t const> bytes) {
  HostReader reader(bytes);
  std::uint32_t const length = reader.u32();
  NetlinkMessage message{};
  message.type = reader.u16();
  message.flags = reader.u16();
  message.sequence = reader.u32();
  message.port_id = reader.u32();
  if (!reader.ok() || length < NLMSG_HDRLEN || length > bytes.size()) return std::nullopt;
  message.payload = bytes.subspan(NLMSG_HDRLEN, length - NLMSG_HDRLEN);
  message.aligned_size = std::min<std::size_t>(NLMSG_ALIGN(length), bytes.size());
  return message;
}

template <class Visit>
void for_each_message(std::span<std::uint8_t const> bytes, Visit&& visit) {
  while (std::optional<NetlinkMessage> const message = first_message(bytes)) {
    visit(*message);
    bytes = bytes.subspan(message->aligned_size);
  }
}

/// visit(type, value) of each attribute after the fixed part of a payload.
template <class Visit>
void for_each_attribute(std::span<std::uint8_t const> bytes, Visit&& visit) {
  for (;;) {
    HostReader reader(bytes);
    std::uint16_t const length = reader.u16();
    std::uint16_t const type = reader.u16();
    if (!reader.ok() || length < NLA_HDRLEN || length > bytes.size()) return;
    visit(static_cast<std::uint16_t>(type & NLA_TYPE_MASK),
          bytes.subspan(NLA_HDRLEN, length - std::size_t{NLA_HDRLEN}));
    bytes = bytes.subspan(std::min<std::size_t>(NLA_ALIGN(length), bytes.size()));
  }
}

}  // namespace kac
