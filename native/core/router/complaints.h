#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "core/engine.h"

namespace kac {

/// What the last senders of bad packets did wrong, so that each fault is said once.
class Complaints {
 public:
  /// Whether this sender's last packet did not have this fault.
  bool is_news(IpAddress const& sender, Reject reject) {
    for (Entry& entry : entries_) {
      if (entry.reject == Reject::none || entry.sender != sender) continue;
      bool const changed = entry.reject != reject;
      entry.reject = reject;
      return changed;
    }
    entries_[next_] = {sender, reject};
    next_ = (next_ + 1) % entries_.size();
    return true;
  }

  void forget(IpAddress const& sender) {
    for (Entry& entry : entries_) {
      if (entry.sender == sender) entry = {};
    }
  }
  void forget_all() { entries_ = {}; }

  template <class Self, class Fields>
  static void exchange(Self& self, Fields& fields) {
    fields(self.entries_, self.next_);
    if constexpr (!std::is_const_v<Self>) self.next_ %= self.entries_.size();
  }

 private:
  struct Entry {
    IpAddress sender;
    Reject reject = Reject::none;

    template <class Self, class Fields>
    static void exchange(Self& self, Fields& fields) {
      fields(self.sender);
      fields.enumerator(self.reject, reject_last);
    }
  };
  std::array<Entry, 4> entries_{};
  std::uint64_t next_ = 0;
};

}  // namespace kac
