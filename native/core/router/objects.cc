#include "core/router/objects.h"

#include <algorithm>
#include <map>

namespace kac {
namespace {

/// Calls `emit` with each longest run of numbers below `count` that are chosen.
template <class Chosen, class Emit>
void for_each_run(std::size_t count, Chosen chosen, Emit emit) {
  std::size_t first = 0;
  while (first < count) {
    std::size_t last = first;
    while (last < count && chosen(last)) last++;
    if (last > first) emit(Range{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last)});
    first = last + 1;
  }
}

}  // namespace

Objects::Objects(Place const& place, Outbox& outbox) : place_(place), outbox_(outbox) {
  objects_.reserve(place.spec->objects.size());
  for (ObjectSpec const& object : place.spec->objects) objects_.push_back(initial(object));
}

Objects::Object Objects::initial(ObjectSpec const& spec) {
  return {.hold = spec.found == Found::foreign ? Hold::foreign : Hold::off};
}

bool Objects::is_there(std::size_t object) const {
  return objects_[object].hold == Hold::on || objects_[object].hold == Hold::foreign;
}

template <class Chosen>
void Objects::submit_add(Chosen chosen) {
  for_each_run(objects_.size(), chosen, [&](Range range) { outbox_.submit(place_, true, range); });
}

template <class Chosen>
void Objects::submit_remove(Chosen chosen) {
  std::vector<std::uint16_t> const& removal = place_.spec->removal;
  for_each_run(
      removal.size(), [&](std::size_t i) { return chosen(removal[i]); },
      [&](Range range) { outbox_.submit(place_, false, range); });
}

template <class Chosen>
void Objects::send_rounds(std::uint8_t rounds, Chosen chosen) {
  auto const goes_now = [&](std::size_t i) { return chosen(i) && !pace_of(spec(i)); };
  for (std::uint8_t round = 0; round < rounds; round++) {
    for_each_run(objects_.size(), goes_now, [&](Range range) { outbox_.frames(place_, range); });
  }
  for (std::uint32_t i = 0; i < objects_.size(); i++) {
    if (chosen(i) && pace_of(spec(i))) wait(i, rounds);
  }
}

/// What waits already is not multiplied.
void Objects::wait(std::uint32_t object, std::uint8_t rounds) {
  Object& one = objects_[object];
  one.waiting = std::max(one.waiting, rounds);
  if (one.waiting == 0 || one.queued) return;
  one.queued = true;
  outbox_.paced(place_, object);
}

bool Objects::announce_paced(std::uint32_t object) {
  Object& one = objects_[object];
  one.queued = false;
  if (one.waiting == 0) return false;
  one.waiting--;
  outbox_.frames(place_, {object, object + 1});
  wait(object, one.waiting);
  return true;
}

template <class Chosen>
void Objects::put_on(Micros now, Chosen announced) {
  GarpSpec const& garp = place_.spec->garp;
  std::optional<Micros> second_block;
  if (garp.master_delay > Micros{}) second_block = now + garp.master_delay;
  submit_add([&](std::size_t i) { return objects_[i].hold == Hold::off; });
  send_rounds(garp.master_repeat, announced);
  for (std::size_t i = 0; i < objects_.size(); i++) {
    if (announced(i)) objects_[i].second_block = second_block;
    if (objects_[i].hold == Hold::off) objects_[i].hold = Hold::on;
  }
}

void Objects::put_on_all(Micros now) {
  for (Object& object : objects_) {
    if (object.hold != Hold::foreign) object.hold = Hold::off;
  }
  put_on(now, [](std::size_t) { return true; });
}

void Objects::put_on_new(Micros now) {
  put_on(now, [&](std::size_t i) { return objects_[i].hold == Hold::off; });
}

void Objects::take_off() {
  submit_remove([&](std::size_t i) { return objects_[i].hold == Hold::on; });
  for (Object& object : objects_) {
    if (object.hold == Hold::on) object.hold = Hold::off;
    object.waiting = 0;
  }
}

void Objects::announce(std::uint8_t rounds) {
  send_rounds(rounds, [&](std::size_t i) { return is_there(i); });
}

void Objects::announce_elsewhere() {
  send_rounds(1, [&](std::size_t i) { return is_there(i) && spec(i).elsewhere; });
}

void Objects::announce_again(Micros now) {
  auto const is_due = [&](std::size_t i) { return objects_[i].second_block && *objects_[i].second_block <= now; };
  send_rounds(place_.spec->garp.master_repeat, is_due);
  for (std::size_t i = 0; i < objects_.size(); i++) {
    if (is_due(i)) objects_[i].second_block.reset();
  }
}

std::optional<Micros> Objects::next_block() const {
  std::optional<Micros> next;
  for (Object const& object : objects_) {
    if (object.second_block && (!next || *object.second_block < *next)) next = object.second_block;
  }
  return next;
}

/// Nobody answers for it here, so nothing more is said of it.
void Objects::let_go(std::size_t object, Hold hold) {
  objects_[object].hold = hold;
  objects_[object].second_block.reset();
  objects_[object].waiting = 0;
}

bool Objects::lost(std::uint32_t object) {
  if (object >= objects_.size() || !is_there(object)) return false;
  let_go(object, Hold::lost);
  return spec(object).tracked;
}

void Objects::taken_along(std::uint32_t object) {
  if (object < objects_.size() && objects_[object].hold == Hold::on) outbox_.submit(place_, true, {object, object + 1});
}

void Objects::refused(std::uint32_t object) {
  if (object < objects_.size()) let_go(object, Hold::refused);
}

std::uint32_t Objects::refused_count() const {
  auto const is_refused = [](Object const& object) { return object.hold == Hold::refused; };
  return static_cast<std::uint32_t>(std::ranges::count_if(objects_, is_refused));
}

void Objects::collect_staying(RouterSpec const& next, ObjectKeys& staying) const {
  ObjectKeys kept;
  for (ObjectSpec const& object : next.objects) kept.insert(object.key);
  for (std::size_t i = 0; i < objects_.size(); i++) {
    if (objects_[i].hold == Hold::on && kept.contains(spec(i).key)) staying.insert(spec(i).key);
  }
}

void Objects::release(ObjectKeys const& staying) {
  submit_remove([&](std::size_t i) { return objects_[i].hold == Hold::on && !staying.contains(spec(i).key); });
}

void Objects::leave(ObjectKeys const& staying) {
  for (std::size_t i = 0; i < objects_.size(); i++) {
    if (objects_[i].hold == Hold::on && staying.contains(spec(i).key)) let_go(i, Hold::off);
  }
}

/// What the kernel refused is tried again: another image is made when something of the host has changed.
bool Objects::goes_on_as(Hold hold) { return hold == Hold::on || hold == Hold::lost; }

void Objects::adopt(Place const& next) {
  std::map<std::array<std::uint8_t, 8>, Object> before;
  for (std::size_t i = 0; i < objects_.size(); i++) before.emplace(spec(i).key, objects_[i]);
  place_ = next;
  objects_.clear();
  for (ObjectSpec const& object : next.spec->objects) {
    auto const known = before.find(object.key);
    bool const goes_on = known != before.end() && goes_on_as(known->second.hold);
    objects_.push_back(goes_on ? known->second : initial(object));
  }
  for (std::uint32_t i = 0; i < objects_.size(); i++) {
    objects_[i].queued = false;
    if (pace_of(spec(i))) wait(i, 0);
  }
}

std::vector<Objects::Kept> Objects::kept() const {
  std::vector<Kept> kept;
  for (std::size_t i = 0; i < objects_.size(); i++) {
    kept.push_back({spec(i).key, objects_[i].hold, objects_[i].second_block, objects_[i].waiting});
  }
  return kept;
}

void Objects::resume(std::span<Kept const> kept) {
  std::map<std::array<std::uint8_t, 8>, Kept const*> before;
  for (Kept const& one : kept) before.emplace(one.key, &one);
  for (std::size_t i = 0; i < objects_.size(); i++) {
    auto const known = before.find(spec(i).key);
    if (known == before.end()) continue;
    Kept const& one = *known->second;
    objects_[i] = {.hold = one.hold, .second_block = one.second_block, .waiting = one.waiting};
  }
}

void Objects::wait_again(std::uint32_t object) {
  if (object < objects_.size() && pace_of(spec(object))) wait(object, 0);
}

void Objects::clear_leftovers(ObjectKeys const& held) {
  submit_remove([&](std::size_t i) { return spec(i).found == Found::ours && !held.contains(spec(i).key); });
}

void Objects::collect_held(ObjectKeys& held) const {
  for (std::size_t i = 0; i < objects_.size(); i++) {
    if (objects_[i].hold == Hold::on) held.insert(spec(i).key);
  }
}

}  // namespace kac
