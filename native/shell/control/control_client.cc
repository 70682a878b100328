#include "shell/control/control_client.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "shell/control/message.h"

namespace kac {
namespace {

constexpr std::size_t read_bytes = 16 << 10;
constexpr std::size_t length_bytes = sizeof(std::uint32_t);

bool would_block() { return errno == EAGAIN || errno == EINTR; }

}  // namespace

bool ControlClient::receive() {
  std::array<std::uint8_t, read_bytes> piece;
  ssize_t const got = recv(fd_.get(), piece.data(), piece.size(), 0);
  if (got <= 0) return got < 0 && would_block();
  in_.push(std::span(piece).first(static_cast<std::size_t>(got)));
  return true;
}

std::optional<ControlClient::Header> ControlClient::header() const {
  std::span<std::uint8_t const> const bytes = in_.bytes();
  if (bytes.size() < message_header_bytes) return std::nullopt;
  return Header{length_bytes + read_number<std::uint32_t>(bytes),
                read_number<std::uint16_t>(bytes.subspan(length_bytes))};
}

std::size_t ControlClient::length_max(std::uint16_t type) const {
  constexpr Ask with_image[] = {Ask::load, Ask::upgrade};
  auto const has_image = [&](Ask ask) { return type == static_cast<std::uint16_t>(ask); };
  bool const may_load = controls && std::ranges::any_of(with_image, has_image);
  return message_header_bytes + (may_load ? load_bytes_max : ask_bytes_max);
}

char const* ControlClient::fault() const {
  std::optional<Header> const head = header();
  if (!head) return nullptr;
  if (head->length < message_header_bytes) return "a message is shorter than its header";
  if (head->length > length_max(head->type)) return "a message is longer than one of its type may be";
  return nullptr;
}

std::optional<ControlClient::Message> ControlClient::message() {
  std::optional<Header> const head = header();
  if (!head || fault() != nullptr || in_.size() < head->length) return std::nullopt;
  return Message{head->type, in_.bytes().subspan(message_header_bytes, head->length - message_header_bytes)};
}

void ControlClient::drop_message() {
  if (std::optional<Header> const head = header()) in_.pop(head->length);
}

void ControlClient::queue(std::span<std::uint8_t const> bytes) {
  longest_ = std::max(longest_, bytes.size());
  out_.push(bytes);
}

bool ControlClient::flush() {
  while (!out_.empty()) {
    std::span<std::uint8_t const> const bytes = out_.bytes();
    ssize_t const sent = send(fd_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) return would_block() && out_.size() <= unread_bytes_max + longest_;
    out_.pop(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace kac
