#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/time.h"

namespace kac {

/// The earliest deadline of many slots: looked up at once, changed in O(log n). Slots with equal deadlines come in the
/// order of their numbers, so that a run is the same every time.
class DeadlineHeap {
 public:
  /// Forgets all deadlines.
  void reset(std::size_t slots);
  void set(std::uint32_t slot, std::optional<Micros> deadline);

  struct Entry {
    Micros deadline;
    std::uint32_t slot;
    friend constexpr auto operator<=>(Entry const&, Entry const&) = default;
  };
  [[nodiscard]] std::optional<Entry> first() const;
  [[nodiscard]] std::optional<Micros> next() const {
    auto const entry = first();
    return entry ? std::optional(entry->deadline) : std::nullopt;
  }

 private:
  static constexpr std::uint32_t absent = UINT32_MAX;

  void place(std::size_t at, Entry entry);
  void sift_up(std::size_t at);
  void sift_down(std::size_t at);

  std::vector<Entry> heap_;
  std::vector<std::uint32_t> position_;  // of a slot in heap_, or absent
};

}  // namespace kac
