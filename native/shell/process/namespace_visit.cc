#include "shell/process/namespace_visit.h"

#include <fcntl.h>
#include <sched.h>

#include "core/base/invariant.h"

namespace kac {

Result<NamespaceVisit> NamespaceVisit::begin(std::string const& path) {
  UniqueFd home(open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
  if (!home) return last_error("open");
  UniqueFd const there(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!there) return last_error("open");
  if (setns(there.get(), CLONE_NEWNET) != 0) return last_error("setns");
  return NamespaceVisit(std::move(home));
}

NamespaceVisit::~NamespaceVisit() {
  // Whoever may leave may come back; a thread that is elsewhere without knowing must not go on.
  if (home_) invariant(setns(home_.get(), CLONE_NEWNET) == 0);
}

}  // namespace kac
