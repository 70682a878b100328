#include "core/group.h"

#include <algorithm>

namespace kac {

void Group::follow(Micros now, Machine const& cause) {
  auto const any = [&](auto holds) {
    return std::ranges::any_of(members_, [&](Member const& member) { return holds(*member.machine); });
  };
  auto const each = [&](auto act) {
    for (Member const& member : members_) act(*member.machine);
  };
  bool const fault = any([](Machine const& machine) { return machine.has_own_fault(); });
  each([&](Machine& machine) { machine.share_fault(now, fault); });
  bool const is_apart = any([](Machine const& machine) { return !machine.is_master() && !machine.is_joining(); });
  if (has_master() && is_apart) {
    each([&](Machine& machine) { machine.give_up(now); });
  } else if (has_master()) {
    each([&](Machine& machine) {
      if (machine.is_joining() && machine.may_take_over()) machine.take_over(now);
    });
  } else if (!any([](Machine const& machine) { return !machine.may_take_over(); })) {
    each([&](Machine& machine) { machine.take_over(now); });
  }
  if (cause.answered(now)) each([&](Machine& machine) { machine.announce_with_group(now); });
}

bool Group::has_master() const {
  return std::ranges::any_of(members_, [](Member const& member) { return member.machine->is_master(); });
}

void Group::let_join() {
  if (!has_master()) return;
  for (Member const& member : members_) member.machine->join();
}

void Groups::index(Image const& image, std::span<std::unique_ptr<Machine> const> machines) {
  groups_.clear();
  for (std::uint32_t i = 0; i < machines.size(); i++) {
    if (image.routers[i].sync_group != 0) groups_[image.routers[i].sync_group].add(i, *machines[i]);
  }
}

void Groups::let_join() {
  for (auto& [number, group] : groups_) group.let_join();
}

Group* Groups::of(RouterSpec const& router) {
  auto const found = groups_.find(router.sync_group);
  return found == groups_.end() ? nullptr : &found->second;
}

}  // namespace kac
