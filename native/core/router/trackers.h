#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/engine.h"
#include "core/image/image.h"

namespace kac {

/// What is known of the things that routers track: links from the kernel, all else from the daemon. A value stays until
/// another is told, through reloads and while no daemon is there.
class Observations {
 public:
  void link(LinkFact const& fact);
  void value(std::string_view id, std::optional<std::int32_t> value);

  struct Link {
    std::string name;
    bool up;
  };
  [[nodiscard]] Link const* link(std::uint32_t index) const;
  [[nodiscard]] std::optional<std::int32_t> value(std::string_view id) const;

  /// What the daemon told: links are read from the kernel again.
  template <class Self, class Fields>
  static void exchange(Self& self, Fields& fields) {
    fields(self.values_);
  }

 private:
  std::map<std::uint32_t, Link> links_;
  std::map<std::string, std::int32_t, std::less<>> values_;
};

/// What trackers make of a router.
struct Weighing {
  std::int32_t change = 0;  // of the base priority
  bool fault = false;
  bool unknown = false;  // would be a fault, had anybody told
};

Weighing weigh(std::span<TrackerSpec const> trackers, Observations const& seen);

}  // namespace kac
