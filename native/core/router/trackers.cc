#include "core/router/trackers.h"

#include <algorithm>

namespace kac {
namespace {

constexpr std::int64_t number_fault = -254;  // of a file: as much as takes any priority away
constexpr std::int64_t number_max = 253;

std::optional<bool> is_good(TrackerSpec const& tracker, Observations const& seen) {
  if (tracker.kind == TrackerKind::link) {
    Observations::Link const* const link = seen.link(tracker.interface_index);
    return link != nullptr && link->name == tracker.id && link->up;
  }
  std::optional<std::int32_t> const value = seen.value(tracker.id);
  if (!value) return std::nullopt;
  return *value != 0;
}

/// Good or bad: a weight above 0 counts while good, one below while bad; `reverse` turns the signs. What nobody told of
/// yet counts for nothing with a weight.
Weighing weigh_state(TrackerSpec const& tracker, Observations const& seen) {
  std::optional<bool> const good = is_good(tracker, seen);
  if (tracker.weight == 0) return {.fault = good == tracker.reverse, .unknown = !good};
  bool const counts = good && *good == (tracker.weight > 0);
  return {.change = !counts ? 0 : tracker.reverse ? -tracker.weight : tracker.weight};
}

/// A number, as files have: it is multiplied.
Weighing weigh_number(TrackerSpec const& tracker, Observations const& seen) {
  std::optional<std::int32_t> const value = seen.value(tracker.id);
  if (tracker.weight == 0) return {.fault = value && (*value != 0) != tracker.reverse, .unknown = !value};
  std::int64_t const factor = tracker.reverse ? -tracker.weight : tracker.weight;
  std::int64_t const product = factor * value.value_or(0);
  if (product <= number_fault) return {.fault = true};
  return {.change = static_cast<std::int32_t>(std::min(product, number_max))};
}

}  // namespace

void Observations::link(LinkFact const& fact) {
  if (fact.name.empty()) {
    links_.erase(fact.index);
  } else {
    links_.insert_or_assign(fact.index, Link{std::string(fact.name), fact.up});
  }
}

void Observations::value(std::string_view id, std::optional<std::int32_t> value) {
  auto const known = values_.find(id);
  if (!value) {
    if (known != values_.end()) values_.erase(known);
  } else if (known != values_.end()) {
    known->second = *value;
  } else {
    values_.emplace(id, *value);
  }
}

Observations::Link const* Observations::link(std::uint32_t index) const {
  auto const found = links_.find(index);
  return found == links_.end() ? nullptr : &found->second;
}

std::optional<std::int32_t> Observations::value(std::string_view id) const {
  auto const found = values_.find(id);
  return found == values_.end() ? std::nullopt : std::optional(found->second);
}

Weighing weigh(std::span<TrackerSpec const> trackers, Observations const& seen) {
  Weighing sum;
  for (TrackerSpec const& tracker : trackers) {
    bool const is_number = tracker.kind == TrackerKind::number;
    Weighing const one = is_number ? weigh_number(tracker, seen) : weigh_state(tracker, seen);
    sum.change += one.change;
    sum.fault = sum.fault || one.fault;
    sum.unknown = sum.unknown || one.unknown;
  }
  return sum;
}

}  // namespace kac
