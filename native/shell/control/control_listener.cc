#include "shell/control/control_listener.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace kac {
namespace {

constexpr int backlog = 16;

std::string folder_of(std::string const& path) {
  std::size_t const slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

UniqueFd stream_socket() { return UniqueFd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)); }

/// Makes way for a new socket at `address`. The lock on the folder is held meanwhile.
Done clear_path(sockaddr_un const& address) {
  UniqueFd const probe = stream_socket();
  if (!probe) return last_error("socket");
  if (connect(probe.get(), reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0 || errno == EAGAIN) {
    return Error{EADDRINUSE, "connect"};
  }
  if (errno == ENOENT) return done();
  if (errno != ECONNREFUSED) return last_error("connect");
  // That is the answer for a dead engine's socket, and for any file that never was one.
  struct stat found {};
  if (lstat(address.sun_path, &found) != 0) return last_error("lstat");
  if (!S_ISSOCK(found.st_mode)) return Error{EEXIST, "bind"};
  if (unlink(address.sun_path) != 0) return last_error("unlink");
  return done();
}

/// The file is never there with a wider mode than it is to have.
Done bind_private(int fd, sockaddr_un const& address) {
  mode_t const mask = umask(0177);
  int const bound = bind(fd, reinterpret_cast<sockaddr const*>(&address), sizeof address);
  Done const result = bound == 0 ? done() : last_error("bind");
  umask(mask);
  return result;
}

}  // namespace

Result<ControlListener> ControlListener::open(std::string const& path) {
  Result<UniqueFd> fd = listen_at(path);
  if (!fd) return fd.error();
  return take(std::move(*fd), path);
}

ControlListener ControlListener::take(UniqueFd fd, std::string path) {
  UniqueFd spare(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  return ControlListener(std::move(fd), std::move(spare), std::move(path));
}

Done ControlListener::renew() {
  std::string const folder = folder_of(path_);
  if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return last_error("mkdir");
  Result<UniqueFd> fd = listen_at(path_);
  if (!fd) return fd.error();
  fd_ = std::move(*fd);
  file_ = file_at(path_);
  return done();
}

Result<UniqueFd> ControlListener::listen_at(std::string const& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return Error{ENAMETOOLONG, "bind"};
  std::ranges::copy(path, address.sun_path);

  // Two engines that start at once must not take each other's new socket for a dead one's.
  UniqueFd const folder(::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) return last_error("open");
  if (flock(folder.get(), LOCK_EX | LOCK_NB) != 0) return last_error("flock");
  if (Done cleared = clear_path(address); !cleared) return cleared.error();
  UniqueFd fd = stream_socket();
  if (!fd) return last_error("socket");
  if (Done bound = bind_private(fd.get(), address); !bound) return bound.error();
  if (listen(fd.get(), backlog) != 0) return last_error("listen");
  return fd;
}

ControlListener::~ControlListener() {
  if (fd_ && file_ && file_at(path_) == file_) unlink(path_.c_str());
}

std::optional<ControlListener::FileId> ControlListener::file_at(std::string const& path) {
  struct stat found {};
  if (lstat(path.c_str(), &found) != 0) return std::nullopt;
  return FileId{found.st_dev, found.st_ino};
}

std::optional<ControlClient> ControlListener::accept() {
  for (;;) {
    UniqueFd fd(accept4(fd_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!fd) {
      bool const no_descriptor = errno == EMFILE || errno == ENFILE;
      if (!no_descriptor || !spare_) return std::nullopt;
      // It would be ready for ever.
      spare_.reset();
      fd = UniqueFd(::accept(fd_.get(), nullptr, nullptr));
      fd.reset();
      spare_ = UniqueFd(::open("/dev/null", O_RDONLY | O_CLOEXEC));
      continue;
    }
    ucred peer{};
    socklen_t size = sizeof peer;
    bool const known = getsockopt(fd.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0;
    if (known && (peer.uid == 0 || peer.uid == geteuid())) return ControlClient(std::move(fd), peer.pid);
  }
}

}  // namespace kac
