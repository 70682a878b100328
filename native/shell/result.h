#pragma once

#include <cerrno>
#include <utility>
#include <variant>

namespace kac {

/// Why a system call failed: errno, and the call by name.
struct Error {
  int number = 0;
  char const* where = "";
};

inline Error last_error(char const* where) { return {errno, where}; }

/// A value or the failure to get it.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : held_(std::move(value)) {}  // NOLINT: meant to be implicit, as is the next
  Result(Error error) : held_(error) {}

  explicit operator bool() const { return held_.index() == 0; }
  T const& operator*() const { return *std::get_if<0>(&held_); }
  T& operator*() { return *std::get_if<0>(&held_); }
  T const* operator->() const { return std::get_if<0>(&held_); }
  T* operator->() { return std::get_if<0>(&held_); }
  [[nodiscard]] Error const& error() const { return *std::get_if<1>(&held_); }

 private:
  std::variant<T, Error> held_;
};

using Done = Result<std::monostate>;

inline Done done() { return std::monostate{}; }

}  // namespace kac
