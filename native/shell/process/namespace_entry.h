#pragma once

#include <string>
#include <vector>

#include "shell/result.h"

namespace kac {

/// Becomes `command`, a program and its arguments, in the network namespace that is mounted at `path`. All threads of
/// this process end with that, so that none stays in the namespace it was in. Returns only when it cannot be done.
Error run_in_network_namespace(std::string const& path, std::vector<std::string> command);

}  // namespace kac
