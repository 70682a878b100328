#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "core/machine.h"

namespace kac {

/// A sync group: routers that have one role, whatever each of them hears. Masters when the last of them may be one,
/// Backup or Fault when the first of them is.
class Group {
 public:
  void add(std::uint32_t router, Machine& machine) { members_.push_back({router, &machine}); }

  struct Member {
    std::uint32_t router;
    Machine* machine;
  };
  [[nodiscard]] std::span<Member const> members() const { return members_; }

  /// After a new image: who is new among masters may become one of them before it counts that it is none.
  void let_join();
  /// Something happened to `cause`: the others follow.
  void follow(Micros now, Machine const& cause);

 private:
  [[nodiscard]] bool has_master() const;

  std::vector<Member> members_;
};

/// The groups of an image by their numbers.
class Groups {
 public:
  void index(Image const& image, std::span<std::unique_ptr<Machine> const> machines);
  void let_join();
  [[nodiscard]] Group* of(RouterSpec const& router);

 private:
  std::map<std::uint16_t, Group> groups_;
};

}  // namespace kac
