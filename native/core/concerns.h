#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "core/image/image.h"

namespace kac {

/// Values by keys of which several may be equal, in the order of the values.
template <class Key, class Value>
class SortedIndex {
 public:
  void clear() { entries_.clear(); }
  void add(Key key, Value value) { entries_.emplace_back(key, value); }
  /// After the last add(). What was added twice is there once.
  void sort() {
    std::ranges::sort(entries_);
    entries_.erase(std::unique(entries_.begin(), entries_.end()), entries_.end());
  }

  template <class Visit>
  void for_each(Key const& key, Visit visit) const {
    auto at = std::ranges::lower_bound(entries_, key, {}, &Entry::first);
    for (; at != entries_.end() && at->first == key; ++at) visit(at->second);
  }

 private:
  using Entry = std::pair<Key, Value>;
  std::vector<Entry> entries_;
};

/// Which routers something concerns: there may be thousands, and as many addresses, and news of each.
struct Concerns {
  void index(Image const& image);

  using Place = std::pair<std::uint32_t, IpAddress>;  // index of the interface
  struct Address {
    std::uint32_t router;
    std::optional<std::uint32_t> object;  // none: its source
    friend auto operator<=>(Address const&, Address const&) = default;
  };
  SortedIndex<Place, Address> addresses;
  SortedIndex<std::uint32_t, std::uint32_t> links;  // by index: routers on them, and those that track them
  SortedIndex<std::uint32_t, std::uint32_t> sockets;
  SortedIndex<std::string_view, std::uint32_t> trackers;  // by TrackerSpec::id
};

}  // namespace kac
