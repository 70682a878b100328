#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "core/base/time.h"
#include "shell/result.h"
#include "shell/unique_fd.h"

namespace kac {

/// A program that is to take over, while it is asked whether it can: in a process of its own, so that nothing waits for
/// it, and nothing is given up to one that crashes.
class Successor {
 public:
  /// `state`: a file with the hand-over as it would be now.
  static Result<Successor> ask(Micros now, std::string program, int state);
  Successor(Successor&& other) noexcept;
  Successor& operator=(Successor&&) = delete;
  ~Successor();

  [[nodiscard]] std::string const& program() const { return program_; }
  /// Readable when there may be an answer.
  [[nodiscard]] int fd() const { return answer_.get(); }
  /// Why it can not take over, empty when it can; nothing while it is not known.
  std::optional<std::string> verdict(Micros now);

 private:
  Successor(std::string program, pid_t pid, UniqueFd answer, Micros deadline)
      : program_(std::move(program)), pid_(pid), answer_(std::move(answer)), deadline_(deadline) {}

  std::string end();

  std::string program_;
  pid_t pid_;  // 0: it has ended
  UniqueFd answer_;
  Micros deadline_;
  std::string said_;
};

}  // namespace kac
