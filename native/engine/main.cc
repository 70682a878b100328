#include <fcntl.h>
#include <malloc.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>
#include <variant>

#include "shell/loop.h"
#include "shell/standard_error.h"

/// The executable `kac-engine`: holds the virtual routers of a host, without Node and with nobody to wait for.
namespace {

constexpr int exit_failure = 1;
constexpr int exit_usage = 64;
constexpr int exit_busy = 75;

constexpr char usage[] =
    "kac-engine --control PATH\n"
    "\n"
    "Runs the virtual routers that `kac daemon` gives it over the Unix socket PATH.\n"
    "SIGTERM and SIGINT resign every mastership, take all addresses off and end it.\n"
    "\n"
    "  --control PATH   where to listen\n"
    "  --version        the version\n"
    "  --help           this text\n";

struct Options {
  std::string control;
};

int misused(std::string const& how) {
  std::fprintf(stderr, "kac-engine: %s\n\n%s", how.c_str(), usage);
  return exit_usage;
}

/// Or the exit code, when there is nothing to run.
std::variant<Options, int> read_options(int count, char** arguments) {
  Options options;
  for (int i = 1; i < count; i++) {
    std::string_view const argument = arguments[i];
    if (argument == "--help") {
      std::fputs(usage, stdout);
      return 0;
    }
    if (argument == "--version") {
      std::puts("kac-engine " KAC_VERSION);
      return 0;
    }
    if (argument != "--control") return misused("unknown option \"" + std::string(argument) + "\"");
    if (i + 1 == count) return misused("--control needs a path");
    options.control = arguments[++i];
  }
  if (options.control.empty()) return misused("--control PATH is missing");
  return options;
}

int fail(std::string const& what, kac::Error const& error) {
  kac::write_error_line(what + ": " + error.where + ": " + std::strerror(error.number));
  return exit_failure;
}

int second() {
  pid_t const holder = kac::NamespaceClaim::holder();
  std::string const who = holder == 0 ? "" : " (pid " + std::to_string(holder) + ")";
  kac::write_error_line("another kac-engine" + who + " runs in this network namespace");
  return exit_busy;
}

/// Outlives whoever started it: a session of its own, no folder in use, descriptors 0 to 2 never taken by sockets.
void detach() {
  setsid();  // fails when it leads a process group already, as when started by a shell: then it stays in that
  [[maybe_unused]] int const ignored = chdir("/");
  int fd = open("/dev/null", O_RDWR);
  while (fd >= 0 && fd <= STDERR_FILENO) fd = dup(fd);
  close(fd);
}

void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

/// Large blocks, as of an image being loaded, go back to the system when they are freed, whatever came before.
void tune_memory() {
  mallopt(M_MMAP_THRESHOLD, 64 << 10);
  mallopt(M_TRIM_THRESHOLD, 64 << 10);
}

kac::UniqueFd take_signals() {
  // Meant for the daemon, if they are sent at all; none may end the engine.
  for (int const number : {SIGHUP, SIGPIPE, SIGUSR1, SIGUSR2}) std::signal(number, SIG_IGN);
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  sigaddset(&stop, SIGINT);
  sigprocmask(SIG_BLOCK, &stop, nullptr);
  return kac::UniqueFd(signalfd(-1, &stop, SFD_CLOEXEC | SFD_NONBLOCK));
}

std::string absolute(std::string const& path) {
  std::array<char, PATH_MAX> folder;
  if (path.starts_with('/') || getcwd(folder.data(), folder.size()) == nullptr) return path;
  return std::string(folder.data()) + "/" + path;
}

int run(Options const& options) {
  tune_memory();
  raise_descriptor_limit();
  kac::UniqueFd signals = take_signals();
  if (!signals) return fail("cannot start", kac::last_error("signalfd"));
  std::string const path = absolute(options.control);
  detach();

  kac::Result<kac::NamespaceClaim> claim = kac::NamespaceClaim::take();
  if (!claim) return claim.error().number == EADDRINUSE ? second() : fail("cannot start", claim.error());
  kac::Result<kac::ControlListener> listener = kac::ControlListener::open(path);
  if (!listener) {
    int const why = listener.error().number;
    if (why != EADDRINUSE && why != EWOULDBLOCK) return fail("cannot listen on " + path, listener.error());
    kac::write_error_line("another kac-engine " + std::string(why == EADDRINUSE ? "answers on " : "starts on ") + path);
    return exit_busy;
  }
  kac::Result<kac::LoopParts> parts = kac::LoopParts::open(std::move(signals), std::move(*claim));
  if (!parts) return fail("cannot start", parts.error());
  kac::Loop loop(std::move(*parts), std::move(*listener), KAC_VERSION);
  kac::Done const ended = loop.run();
  return ended ? 0 : fail("cannot run", ended.error());
}

}  // namespace

int main(int count, char** arguments) {
  std::variant<Options, int> const options = read_options(count, arguments);
  if (int const* const code = std::get_if<int>(&options)) return *code;
  return run(*std::get_if<Options>(&options));
}
