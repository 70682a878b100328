#include <fcntl.h>
#include <malloc.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "shell/loop.h"
#include "shell/process/handover.h"
#include "shell/process/standard_error.h"

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
    "  --control PATH     where to listen\n"
    "  --check-handover   whether this program could go on from the state on standard input: \"yes\", or why not\n"
    "  --version          the version\n"
    "  --help             this text\n";

struct Options {
  std::string control;
  // How one engine starts another in its place.
  std::optional<int> handover;  // a descriptor
  std::string because;
};

int misused(std::string const& how) {
  std::fprintf(stderr, "kac-engine: %s\n\n%s", how.c_str(), usage);
  return exit_usage;
}

int check() {
  std::string const wrong = kac::check_handover(STDIN_FILENO);
  std::puts(wrong.empty() ? "yes" : wrong.c_str());
  return wrong.empty() ? 0 : exit_failure;
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
    if (argument == "--check-handover") return check();
    bool const known = argument == "--control" || argument == "--handover" || argument == "--because";
    if (!known) return misused("unknown option \"" + std::string(argument) + "\"");
    if (i + 1 == count) return misused(std::string(argument) + " needs a value");
    std::string const value = arguments[++i];
    if (argument == "--control") options.control = value;
    if (argument == "--handover") options.handover = std::atoi(value.c_str());
    if (argument == "--because") options.because = value;
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

int run(kac::Loop& loop) {
  kac::Done const ended = loop.run();
  return ended ? 0 : fail("cannot run", ended.error());
}

int start(Options const& options, kac::UniqueFd signals) {
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
  return run(loop);
}

/// Back to the program that handed over, unless that is this one: then there is nobody left.
int go_back(kac::KeptShell const& shell, Options const& options, std::string const& why) {
  if (!options.because.empty()) {
    kac::write_error_line("cannot go on: " + why);
    return exit_failure;
  }
  static_cast<void>(kac::keep_open(shell, true));
  return fail("cannot take over (" + why + ") nor go back",
              kac::become({kac::path_of(shell.program), shell.control_path, *options.handover, why}));
}

int take_over(Options const& options, kac::UniqueFd signals) {
  kac::UniqueFd state(*options.handover);
  auto read = kac::read_handover(state.get());
  if (auto const* const wrong = std::get_if<std::string>(&read)) {
    kac::write_error_line("cannot take over: " + *wrong);
    return exit_failure;
  }
  kac::Handover& handover = *std::get_if<kac::Handover>(&read);
  kac::KeptShell const shell = handover.shell;
  if (kac::Done closed = kac::keep_open(shell, false); !closed) return fail("cannot take over", closed.error());
  kac::NamespaceClaim claim = kac::NamespaceClaim::keep(kac::UniqueFd(shell.claim));
  kac::Result<kac::LoopParts> parts = kac::LoopParts::open(std::move(signals), std::move(claim));
  if (!parts)
    return go_back(shell, options, std::string(parts.error().where) + ": " + std::strerror(parts.error().number));
  auto listener = kac::ControlListener::take(kac::UniqueFd(shell.listener), shell.control_path);
  kac::Loop loop(std::move(*parts), std::move(listener), KAC_VERSION);
  std::string const wrong = loop.resume(std::move(handover), options.because);
  if (!wrong.empty()) return go_back(shell, options, wrong);
  close(shell.program);
  state.reset();
  return run(loop);
}

}  // namespace

int main(int count, char** arguments) {
  std::variant<Options, int> const options = read_options(count, arguments);
  if (int const* const code = std::get_if<int>(&options)) return *code;
  tune_memory();
  raise_descriptor_limit();
  kac::UniqueFd signals = take_signals();
  if (!signals) return fail("cannot start", kac::last_error("signalfd"));
  Options const& chosen = *std::get_if<Options>(&options);
  return chosen.handover ? take_over(chosen, std::move(signals)) : start(chosen, std::move(signals));
}
