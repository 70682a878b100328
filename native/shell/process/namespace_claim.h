#pragma once

#include <sys/types.h>

#include "shell/result.h"
#include "shell/unique_fd.h"

namespace kac {

/// What only one kac-engine of a network namespace has, whatever folder its socket is in: two would fight over the same
/// addresses. It is the abstract Unix address `kac-engine`, which ends with its process and which no file stands for.
class NamespaceClaim {
 public:
  /// EADDRINUSE: another engine has it, see holder(). An address that is held by somebody who could not run an engine
  /// keeps nobody from running one: then there is no claim, and no error.
  static Result<NamespaceClaim> take();
  /// What a predecessor in this process has; it may be none.
  static NamespaceClaim keep(UniqueFd fd) { return NamespaceClaim(std::move(fd)); }
  [[nodiscard]] int fd() const { return fd_.get(); }
  /// The process that has it, 0 when that cannot be told.
  static pid_t holder();

  /// Forgets who has asked for the holder: they only wanted to know.
  void turn_away();

 private:
  explicit NamespaceClaim(UniqueFd fd) : fd_(std::move(fd)) {}

  UniqueFd fd_;
};

}  // namespace kac
