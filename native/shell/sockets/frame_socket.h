#pragma once

#include <sys/socket.h>

#include <span>

#include "core/image/image.h"
#include "shell/result.h"
#include "shell/unique_fd.h"

namespace kac {

/// Sends whole Ethernet frames out of any interface. Never receives.
class FrameSocket {
 public:
  static Result<FrameSocket> open();
  /// One that was opened so.
  static FrameSocket take(UniqueFd fd) { return FrameSocket(std::move(fd)); }
  [[nodiscard]] int fd() const { return fd_.get(); }

  /// Sends each frame, whatever becomes of those before it. The last failure, if any.
  Done send(std::span<FrameSpec const> frames) const;

 private:
  explicit FrameSocket(UniqueFd fd) : fd_(std::move(fd)) {}

  UniqueFd fd_;
};

}  // namespace kac
