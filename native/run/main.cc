#include <grp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

/// The executable `kac-run`: becomes a program of the configuration, as its user, which ends when the daemon does. Node
/// can start programs as somebody, but not so that they end with it, nor with their further groups.
namespace {

constexpr int exit_usage = 64;
constexpr int exit_not_run = 127;  // as shells say it

constexpr char usage[] =
    "kac-run PARENT UMASK UID GID USER FILE ARGUMENT0 [ARGUMENT...]\n"
    "\n"
    "Runs FILE for `kac daemon`: as UID and GID, with the further groups of USER where that is not empty, and until "
    "the\n"
    "process PARENT ends.\n";

enum Argument { parent = 1, mask, uid, gid, user, file, argv0 };

std::optional<unsigned> number(char const* text, int base = 10) {
  std::string_view const all(text);
  unsigned value = 0;
  auto const [end, error] = std::from_chars(all.data(), all.data() + all.size(), value, base);
  if (error != std::errc() || end != all.data() + all.size()) return std::nullopt;
  return value;
}

int fail(char const* what) {
  std::fprintf(stderr, "cannot %s: %s\n", what, std::strerror(errno));
  return exit_not_run;
}

/// An ordinary user may start programs as itself alone, and then there is nothing to change.
bool becomes(uid_t as, gid_t group, char const* name) {
  if (geteuid() != 0) return geteuid() == as && getegid() == group;
  int const groups = *name == '\0' ? setgroups(0, nullptr) : initgroups(name, group);
  return groups == 0 && setresgid(group, group, group) == 0 && setresuid(as, as, as) == 0;
}

int run(std::span<char*> arguments) {
  auto const daemon = number(arguments[parent]);
  auto const hidden = number(arguments[mask], 8);
  auto const as = number(arguments[uid]);
  auto const group = number(arguments[gid]);
  if (!daemon || !hidden || !as || !group) {
    std::fputs(usage, stderr);
    return exit_usage;
  }
  umask(*hidden);
  if (!becomes(*as, *group, arguments[user])) return fail("become its user");
  // After the user: the kernel forgets it when that changes.
  if (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0) return fail("follow the daemon");
  if (static_cast<unsigned>(getppid()) != *daemon) return exit_not_run;
  execv(arguments[file], arguments.subspan(argv0).data());
  std::fprintf(stderr, "cannot run %s: %s\n", arguments[file], std::strerror(errno));
  return exit_not_run;
}

}  // namespace

int main(int count, char** arguments) {
  if (count > argv0) return run({arguments, static_cast<std::size_t>(count)});
  std::fputs(usage, stderr);
  return exit_usage;
}
