#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/router/machine.h"

namespace kac {

/// A sync group: routers that have one role, whatever each of them hears. Masters when the last of them may be one,
/// Backup or Fault when the first of them is.
class Group {
 public:
  struct Member {
    std::uint32_t router;
    Machine* machine;
    // What it counted as when it was last looked at.
    bool fault = false;
    bool master = false;
    bool apart = false;  // neither master nor about to be one with the others
    bool waits = false;  // to be master, for the others
  };

  /// Returns its place among the members.
  std::size_t add(std::uint32_t router, Machine& machine);
  [[nodiscard]] std::span<Member const> members() const { return members_; }

  /// After a new image: who is new among masters may become one of them before it counts that it is none.
  void let_join();
  /// Something happened to a member. Whether anything happened to others for that: most of the time nothing does, and
  /// no more than this one is looked at.
  bool follow(Micros now, std::size_t member);

 private:
  bool look_at(Member& member);
  [[nodiscard]] bool joins(Member const& member) const;
  /// Into the role that follows from what all of them are at, and whether that is another one.
  bool move(Micros now, Member& cause);
  template <class Act>
  void each(Act act);

  std::vector<Member> members_;
  std::size_t faults_ = 0;
  std::size_t masters_ = 0;
  std::size_t apart_ = 0;
  std::size_t waiting_ = 0;
  std::optional<bool> shared_fault_;  // none: not shared yet
  std::optional<Micros> announced_at_;
};

/// The groups of an image by their numbers.
class Groups {
 public:
  void index(Image const& image, std::span<std::unique_ptr<Machine> const> machines);

  void let_join();

  struct Place {
    Group* group = nullptr;  // none: it is in no group
    std::size_t member = 0;
  };
  [[nodiscard]] Place const& of(std::size_t router) const { return places_[router]; }

 private:
  std::map<std::uint16_t, Group> groups_;
  std::vector<Place> places_;  // by router
};

}  // namespace kac
