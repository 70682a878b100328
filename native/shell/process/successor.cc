#include "shell/process/successor.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <array>
#include <cstring>
#include <utility>

namespace kac {
namespace {

constexpr Micros patience{5'000'000};
constexpr std::size_t said_max = 512;

/// Reads standard input, answers on standard output, and has none of our signals blocked.
int spawn(pid_t& pid, std::string program, int state, int answer) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, state, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, answer, STDOUT_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  std::string check = "--check-handover";
  std::array<char*, 3> arguments = {program.data(), check.data(), nullptr};
  int const error = posix_spawn(&pid, program.c_str(), &files, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return error;
}

std::string how_it_ended(int status) {
  if (WIFSIGNALED(status)) return std::string("it was ended by ") + strsignal(WTERMSIG(status));
  return "it ended with code " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

Result<Successor> Successor::ask(Micros now, std::string program, int state) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return last_error("pipe2");
  UniqueFd answer(ends[0]);
  UniqueFd const written(ends[1]);
  if (fcntl(answer.get(), F_SETFL, O_NONBLOCK) != 0) return last_error("fcntl");
  pid_t pid = 0;
  if (int const error = spawn(pid, program, state, written.get()); error != 0) return Error{error, "posix_spawn"};
  return Successor(std::move(program), pid, std::move(answer), now + patience);
}

Successor::Successor(Successor&& other) noexcept
    : program_(std::move(other.program_)),
      pid_(std::exchange(other.pid_, 0)),
      answer_(std::move(other.answer_)),
      deadline_(other.deadline_),
      said_(std::move(other.said_)) {}

Successor::~Successor() {
  if (pid_ != 0) end();
}

std::optional<std::string> Successor::verdict(Micros now) {
  std::array<char, said_max> piece;
  ssize_t got = 0;
  while ((got = read(answer_.get(), piece.data(), piece.size())) > 0 && said_.size() < said_max) {
    said_.append(piece.data(), static_cast<std::size_t>(got));
  }
  bool const waits = got < 0 && (errno == EAGAIN || errno == EINTR);
  if (waits && now >= deadline_) {
    end();
    return "it does not answer";
  }
  if (waits) return std::nullopt;
  std::string const how = end();
  while (said_.ends_with('\n')) said_.pop_back();
  if (said_ == "yes") return "";
  return said_.empty() ? how : said_;
}

/// Whatever it is still at. Of one that is ending already the kernel keeps why.
std::string Successor::end() {
  pid_t const pid = std::exchange(pid_, 0);
  kill(pid, SIGKILL);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
  return how_it_ended(status);
}

}  // namespace kac
