// Preloaded into user-mode-linux. Its kernel gives the host 2,696 bytes or so of extended processor state when it sets
// a process's registers; on a processor with AMX the whole state is larger, and Linux refuses a part of it (EFAULT), so
// no guest process ever starts. Here the part is completed with what the process has.
#include <elf.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cstdarg>
#include <cstdint>
#include <cstring>

namespace {

long call(int request, pid_t pid, void* address, void* data) {
  return syscall(SYS_ptrace, request, pid, address, data);
}

bool sets_extended_state(int request, void* address) {
  return request == PTRACE_SETREGSET && reinterpret_cast<std::uintptr_t>(address) == NT_X86_XSTATE;
}

}  // namespace

extern "C" long ptrace(__ptrace_request request, ...) noexcept {
  std::va_list arguments;
  va_start(arguments, request);
  pid_t const pid = va_arg(arguments, pid_t);
  void* const address = va_arg(arguments, void*);
  void* const data = va_arg(arguments, void*);
  va_end(arguments);

  // As the C library does: the system call stores the word that it reads, the function returns it.
  if (request == PTRACE_PEEKTEXT || request == PTRACE_PEEKDATA || request == PTRACE_PEEKUSER) {
    long word = 0;
    return call(request, pid, address, &word) < 0 ? -1 : word;
  }
  if (sets_extended_state(request, address)) {
    auto const* part = static_cast<iovec const*>(data);
    alignas(64) static std::uint8_t state[32768];
    iovec whole{state, sizeof state};
    if (call(PTRACE_GETREGSET, pid, address, &whole) == 0 && part->iov_len < whole.iov_len) {
      std::memcpy(state, part->iov_base, part->iov_len);
      return call(request, pid, address, &whole);
    }
  }
  return call(request, pid, address, data);
}
