#include "core/router/group.h"

#include <utility>

namespace kac {

std::size_t Group::add(std::uint32_t router, Machine& machine) {
  look_at(members_.emplace_back(Member{router, &machine}));
  return members_.size() - 1;
}

/// Whether it counts as something else now.
bool Group::look_at(Member& member) {
  auto const count = [](bool& before, bool now, std::size_t& counter) {
    if (before == now) return false;
    counter = now ? counter + 1 : counter - 1;
    before = now;
    return true;
  };
  Machine const& machine = *member.machine;
  bool changed = count(member.fault, machine.has_own_fault(), faults_);
  changed |= count(member.master, machine.is_master(), masters_);
  changed |= count(member.apart, !machine.is_master() && !machine.is_joining(), apart_);
  changed |= count(member.waits, machine.may_take_over(), waiting_);
  return changed;
}

template <class Act>
void Group::each(Act act) {
  for (Member& member : members_) {
    act(*member.machine);
    look_at(member);
  }
}

void Group::let_join() {
  if (masters_ == 0) return;
  each([](Machine& machine) { machine.join(); });
}

bool Group::follow(Micros now, std::size_t cause) {
  Member& member = members_[cause];
  bool const changed = look_at(member);
  bool const answered = member.machine->answered(now) && announced_at_ != now;
  if (!changed && !answered && !joins(member) && shared_fault_) return false;
  bool const fault = faults_ > 0;
  bool const shares = std::exchange(shared_fault_, fault) != fault;
  if (shares) each([&](Machine& machine) { machine.share_fault(now, fault); });
  bool const moves = move(now, member);
  if (answered) {
    announced_at_ = now;
    each([&](Machine& machine) { machine.announce_with_group(now); });
  }
  return shares || moves || answered;
}

bool Group::joins(Member const& member) const {
  return masters_ > 0 && member.machine->is_joining() && member.machine->may_take_over();
}

bool Group::move(Micros now, Member& cause) {
  if (masters_ > 0 && apart_ > 0) {
    each([&](Machine& machine) { machine.give_up(now); });
  } else if (joins(cause)) {
    cause.machine->take_over(now);
    look_at(cause);
  } else if (masters_ == 0 && waiting_ == members_.size()) {
    each([&](Machine& machine) { machine.take_over(now); });
  } else {
    return false;
  }
  return true;
}

void Groups::let_join() {
  for (auto& [number, group] : groups_) group.let_join();
}

void Groups::index(Image const& image, std::span<std::unique_ptr<Machine> const> machines) {
  groups_.clear();
  places_.assign(machines.size(), {});
  for (std::uint32_t i = 0; i < machines.size(); i++) {
    if (image.routers[i].sync_group == 0) continue;
    Group& group = groups_[image.routers[i].sync_group];
    places_[i] = {&group, group.add(i, *machines[i])};
  }
}

}  // namespace kac
