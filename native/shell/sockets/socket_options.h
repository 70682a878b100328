#pragma once

#include <initializer_list>

#include "shell/result.h"

namespace kac {

struct SocketOption {
  int level;
  int name;
  int value;
  char const* text;  // of the name, for the error
};

/// In order; stops at the first that fails.
Done set_options(int fd, std::initializer_list<SocketOption> options);

/// Above the system's limit where we may (CAP_NET_ADMIN), else as far as the limit goes.
Done set_receive_buffer(int fd, int bytes);
Done set_send_buffer(int fd, int bytes);

/// By a filter: nothing is queued any more; and the end of that.
Done drop_all_received(int fd);
Done receive_all(int fd);

}  // namespace kac
