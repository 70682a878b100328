#include "core/base/deadline_heap.h"

#include "core/base/invariant.h"

namespace kac {

void DeadlineHeap::reset(std::size_t slots) {
  heap_.clear();
  heap_.reserve(slots);
  position_.assign(slots, absent);
}

void DeadlineHeap::set(std::uint32_t slot, std::optional<Micros> deadline) {
  invariant(slot < position_.size());
  std::size_t at = position_[slot];
  if (deadline && at == absent) {
    at = heap_.size();
    heap_.push_back({*deadline, slot});
    position_[slot] = static_cast<std::uint32_t>(at);
  } else if (deadline) {
    heap_[at].deadline = *deadline;
  } else if (at != absent) {
    position_[slot] = absent;
    Entry const last = heap_.back();
    heap_.pop_back();
    if (last.slot == slot) return;
    place(at, last);
  } else {
    return;
  }
  sift_up(at);
  sift_down(at);
}

std::optional<DeadlineHeap::Entry> DeadlineHeap::first() const {
  if (heap_.empty()) return std::nullopt;
  return heap_.front();
}

void DeadlineHeap::place(std::size_t at, Entry entry) {
  heap_[at] = entry;
  position_[entry.slot] = static_cast<std::uint32_t>(at);
}

void DeadlineHeap::sift_up(std::size_t at) {
  Entry const entry = heap_[at];
  while (at > 0 && entry < heap_[(at - 1) / 2]) {
    place(at, heap_[(at - 1) / 2]);
    at = (at - 1) / 2;
  }
  place(at, entry);
}

void DeadlineHeap::sift_down(std::size_t at) {
  Entry const entry = heap_[at];
  for (std::size_t child = 2 * at + 1; child < heap_.size(); child = 2 * at + 1) {
    if (child + 1 < heap_.size() && heap_[child + 1] < heap_[child]) child++;
    if (entry < heap_[child]) break;
    place(at, heap_[child]);
    at = child;
  }
  place(at, entry);
}

}  // namespace kac
