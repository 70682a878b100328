#include "shell/process/namespace_claim.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <optional>
#include <string_view>

namespace kac {
namespace {

// A leading zero byte makes an address abstract, see unix(7).
constexpr std::string_view name{"\0kac-engine", 11};
constexpr int backlog = 16;

struct Address {
  sockaddr_un unix_address{};
  socklen_t size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());

  Address() {
    unix_address.sun_family = AF_UNIX;
    std::ranges::copy(name, unix_address.sun_path);
  }
  [[nodiscard]] sockaddr const* any() const { return reinterpret_cast<sockaddr const*>(&unix_address); }
};

UniqueFd stream_socket() { return UniqueFd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)); }

/// As it was when it began to listen.
std::optional<ucred> credentials_of_holder() {
  Address const address;
  UniqueFd const fd = stream_socket();
  if (!fd || connect(fd.get(), address.any(), address.size) != 0) return std::nullopt;
  ucred found{};
  socklen_t size = sizeof found;
  if (getsockopt(fd.get(), SOL_SOCKET, SO_PEERCRED, &found, &size) != 0) return std::nullopt;
  return found;
}

}  // namespace

Result<NamespaceClaim> NamespaceClaim::take() {
  Address const address;
  UniqueFd fd = stream_socket();
  if (!fd) return last_error("socket");
  if (bind(fd.get(), address.any(), address.size) == 0) {
    if (listen(fd.get(), backlog) != 0) return last_error("listen");
    return NamespaceClaim(std::move(fd));
  }
  if (errno != EADDRINUSE) return last_error("bind");
  std::optional<ucred> const holder = credentials_of_holder();
  bool const may_be_engine = !holder || holder->uid == 0 || holder->uid == geteuid();
  if (may_be_engine) return Error{EADDRINUSE, "bind"};
  return NamespaceClaim(UniqueFd());
}

pid_t NamespaceClaim::holder() {
  std::optional<ucred> const found = credentials_of_holder();
  return found ? found->pid : 0;
}

void NamespaceClaim::turn_away() {
  // At most what fits the queue: whoever asks again and again must not keep the engine here.
  for (int i = 0; fd_ && i <= backlog; i++) {
    if (UniqueFd const asker(accept4(fd_.get(), nullptr, nullptr, SOCK_CLOEXEC)); !asker) return;
  }
}

}  // namespace kac
