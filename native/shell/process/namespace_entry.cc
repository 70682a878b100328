#include "shell/process/namespace_entry.h"

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include "shell/unique_fd.h"

namespace kac {

Error run_in_network_namespace(std::string const& path, std::vector<std::string> command) {
  UniqueFd const there(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!there) return last_error("open");
  if (setns(there.get(), CLONE_NEWNET) != 0) return last_error("setns");
  std::vector<char*> arguments;
  for (std::string& each : command) arguments.push_back(each.data());
  arguments.push_back(nullptr);
  // Node has the standard streams closed for programs that it becomes.
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) fcntl(fd, F_SETFD, 0);
  execv(arguments[0], arguments.data());
  return last_error("execv");
}

}  // namespace kac
