#include "shell/sockets/socket_options.h"

#include <linux/filter.h>
#include <sys/socket.h>

namespace kac {

Done set_options(int fd, std::initializer_list<SocketOption> options) {
  for (SocketOption const& option : options) {
    if (setsockopt(fd, option.level, option.name, &option.value, sizeof option.value) != 0) {
      return last_error(option.text);
    }
  }
  return done();
}

Done set_receive_buffer(int fd, int bytes) {
  if (set_options(fd, {{SOL_SOCKET, SO_RCVBUFFORCE, bytes, "SO_RCVBUFFORCE"}})) return done();
  return set_options(fd, {{SOL_SOCKET, SO_RCVBUF, bytes, "SO_RCVBUF"}});
}

Done set_send_buffer(int fd, int bytes) {
  if (set_options(fd, {{SOL_SOCKET, SO_SNDBUFFORCE, bytes, "SO_SNDBUFFORCE"}})) return done();
  return set_options(fd, {{SOL_SOCKET, SO_SNDBUF, bytes, "SO_SNDBUF"}});
}

Done drop_all_received(int fd) {
  sock_filter drop = {BPF_RET | BPF_K, 0, 0, 0};
  sock_fprog const program = {1, &drop};
  if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) != 0)
    return last_error("SO_ATTACH_FILTER");
  return done();
}

Done receive_all(int fd) { return set_options(fd, {{SOL_SOCKET, SO_DETACH_FILTER, 0, "SO_DETACH_FILTER"}}); }

}  // namespace kac
