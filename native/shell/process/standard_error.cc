#include "shell/process/standard_error.h"

#include <limits.h>
#include <poll.h>
#include <unistd.h>

#include <string>

namespace kac {

void write_error_line(std::string_view line) {
  // A pipe that is writable takes PIPE_BUF bytes without waiting.
  std::string text = "kac-engine: ";
  text += line.substr(0, PIPE_BUF - text.size() - 1);
  text += '\n';
  pollfd error{STDERR_FILENO, POLLOUT, 0};
  if (poll(&error, 1, 0) != 1 || (error.revents & POLLOUT) == 0) return;
  [[maybe_unused]] ssize_t const ignored = write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace kac
