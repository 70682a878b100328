#include "shell/process/handover.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>
#include <variant>

#include "core/control.h"
#include "core/engine.h"

namespace kac {
namespace {

constexpr std::size_t bytes_max = std::size_t{256} << 20;  // far more than the longest image and all that is kept of it

Result<std::vector<std::uint8_t>> bytes_of(int fd) {
  struct stat found {};
  if (fstat(fd, &found) != 0) return last_error("fstat");
  if (found.st_size < 0 || static_cast<std::size_t>(found.st_size) > bytes_max) return Error{EFBIG, "fstat"};
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(found.st_size));
  for (std::size_t at = 0; at < bytes.size();) {
    ssize_t const got = pread(fd, bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return last_error("pread");
    at += static_cast<std::size_t>(got);
  }
  return bytes;
}

std::string text_of(Error const& error) { return std::string(error.where) + ": " + std::strerror(error.number); }

Done set_kept(int fd, bool open) {
  if (fd >= 0 && fcntl(fd, F_SETFD, open ? 0 : FD_CLOEXEC) != 0) return last_error("fcntl");
  return done();
}

}  // namespace

std::variant<Handover, std::string> read_handover(int fd) {
  Handover handover;
  Result<std::vector<std::uint8_t>> bytes = bytes_of(fd);
  if (!bytes) return text_of(bytes.error());
  handover.bytes = std::move(*bytes);
  if (char const* const wrong = handover.sections.open(handover.bytes)) return wrong;
  FieldReader shell = handover.sections.section(Section::shell);
  KeptShell::exchange(handover.shell, shell);
  for (KeptSocket& socket : handover.shell.sockets) socket.spec.family = socket.spec.local.family;
  std::span<std::uint8_t const> octets;
  FieldReader image = handover.sections.section(Section::image);
  image(octets);
  if (!shell.ok() || !image.ok()) return "what was handed over cannot be read";
  auto parsed = parse_image(octets);
  if (auto const* const error = std::get_if<ImageError>(&parsed)) return error->what;
  handover.image = std::move(*std::get_if<0>(&parsed));
  return handover;
}

std::string check_handover(int fd) {
  auto read = read_handover(fd);
  if (auto* const wrong = std::get_if<std::string>(&read)) return *wrong;
  Handover& handover = *std::get_if<Handover>(&read);
  if (handover.shell.control_version != control_version) {
    return "it speaks control version " + std::to_string(control_version) + ", its daemon " +
           std::to_string(handover.shell.control_version);
  }
  Engine engine;
  char const* const wrong = engine.resume({}, std::move(handover.image), handover.sections);
  return wrong == nullptr ? "" : wrong;
}

Result<UniqueFd> file_of(std::span<std::uint8_t const> bytes) {
  UniqueFd file(memfd_create("kac-engine", MFD_CLOEXEC));
  if (!file) return last_error("memfd_create");
  while (!bytes.empty()) {
    ssize_t const written = write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return last_error("write");
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return file;
}

Done keep_open(KeptShell const& shell, bool open) {
  for (int const fd : {shell.listener, shell.claim, shell.program}) {
    if (Done set = set_kept(fd, open); !set) return set;
  }
  for (KeptSocket const& socket : shell.sockets) {
    for (int const fd : {socket.receive, socket.send}) {
      if (Done set = set_kept(fd, open); !set) return set;
    }
  }
  for (KeptReceiver const& receiver : shell.receivers) {
    if (Done set = set_kept(receiver.fd, open); !set) return set;
  }
  for (KeptSender const& sender : shell.senders) {
    if (Done set = set_kept(sender.fd, open); !set) return set;
  }
  return done();
}

Error become(Becoming const& next) {
  if (Done kept = set_kept(next.state, true); !kept) return kept.error();
  std::array<std::string, 7> words = {
      next.program, "--control", next.control_path, "--handover", std::to_string(next.state),
      "--because",  next.because};
  std::array<char*, words.size() + 1> arguments{};
  std::ranges::transform(words, arguments.begin(), [](std::string& word) { return word.data(); });
  if (next.because.empty()) arguments[5] = nullptr;
  execve(next.program.c_str(), arguments.data(), environ);
  Error const failed = last_error("execve");
  // Nothing is lost but what could be closed again.
  static_cast<void>(set_kept(next.state, false));
  return failed;
}

std::string path_of(int fd) { return "/proc/self/fd/" + std::to_string(fd); }

}  // namespace kac
