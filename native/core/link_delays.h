#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/engine.h"
#include "core/image/image.h"
#include "core/router/trackers.h"

namespace kac {

/// Interfaces whose link has to stay as it is for a while before it counts, as links do that flap.
class LinkDelays {
 public:
  /// A link that goes back to what it counts as before its time is over has never changed.
  /// True: this is not to count yet. `known` is what counts now; a link that is new, renamed or gone counts at once.
  bool holds(Micros now, LinkFact const& fact, Observations::Link const* known, Image const* image);

  /// Another image: what is held waits no longer than that asks for.
  void adopt(Micros now, Image const& image);

  struct Held {
    Micros until;
    std::string name;
    bool up = false;

    template <class Self, class Fields>
    static void exchange(Self& self, Fields& fields) {
      fields(self.until, self.name, self.up);
    }
  };
  using Due = std::pair<std::uint32_t, Held>;
  /// One whose time is over.
  std::optional<Due> take(Micros now);
  [[nodiscard]] std::optional<Micros> next() const;

  template <class Self, class Fields>
  static void exchange(Self& self, Fields& fields) {
    fields(self.held_);
  }
  /// After that: what was held goes on to count as it did, if the link is still as it was then.
  void resume(Observations& seen);

 private:
  std::map<std::uint32_t, Held> held_;  // by index
};

}  // namespace kac
