#pragma once

#include <string>

#include "shell/result.h"
#include "shell/unique_fd.h"

namespace kac {

/// This thread, and no other of the process, is in the network namespace that is mounted at a path, as long as this
/// lives. A socket that is opened meanwhile stays there.
class NamespaceVisit {
 public:
  static Result<NamespaceVisit> begin(std::string const& path);
  NamespaceVisit(NamespaceVisit&&) = default;
  ~NamespaceVisit();

 private:
  explicit NamespaceVisit(UniqueFd home) : home_(std::move(home)) {}

  UniqueFd home_;
};

}  // namespace kac
