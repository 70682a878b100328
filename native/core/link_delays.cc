#include "core/link_delays.h"

#include <algorithm>

namespace kac {
namespace {

Micros delay_of(LinkFact const& fact, Image const* image) {
  if (image == nullptr) return {};
  auto const found = std::ranges::find(image->link_delays, fact.name, &LinkDelaySpec::interface_name);
  if (found == image->link_delays.end()) return {};
  return fact.up ? found->up : found->down;
}

}  // namespace

bool LinkDelays::holds(Micros now, LinkFact const& fact, Observations::Link const* known, Image const* image) {
  bool const changes = known != nullptr && known->name == fact.name && known->up != fact.up;
  Micros const delay = changes ? delay_of(fact, image) : Micros{};
  if (delay == Micros{}) {
    held_.erase(fact.index);
    return false;
  }
  held_.try_emplace(fact.index, Held{now + delay, std::string(fact.name), fact.up});
  return true;
}

void LinkDelays::adopt(Micros now, Image const& image) {
  for (auto& [index, held] : held_) {
    held.until = std::min(held.until, now + delay_of({index, held.name, held.up}, &image));
  }
}

std::optional<LinkDelays::Due> LinkDelays::take(Micros now) {
  auto const due = std::ranges::find_if(held_, [&](auto const& each) { return each.second.until <= now; });
  if (due == held_.end()) return std::nullopt;
  Due const taken = *due;
  held_.erase(due);
  return taken;
}

std::optional<Micros> LinkDelays::next() const {
  auto const first = std::ranges::min_element(held_, {}, [](auto const& each) { return each.second.until; });
  return first == held_.end() ? std::nullopt : std::optional(first->second.until);
}

void LinkDelays::resume(Observations& seen) {
  auto const is_over = [&](auto const& each) {
    Observations::Link const* const link = seen.link(each.first);
    return link == nullptr || link->name != each.second.name || link->up != each.second.up;
  };
  std::erase_if(held_, is_over);
  for (auto const& [index, held] : held_) seen.link({index, held.name, !held.up});
}

}  // namespace kac
