#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "core/base/address.h"
#include "core/base/time.h"

namespace kac {

/// Somebody whose adverts are for a virtual router that this host does not have.
struct Stranger {
  std::uint32_t interface_index;  // 0: unicast
  std::uint8_t vrid;
  IpAddress source;
  std::uint64_t adverts;
  Micros last_heard;

  template <class Self, class Fields>
  static void exchange(Self& self, Fields& fields) {
    fields(self.interface_index, self.vrid, self.source, self.adverts, self.last_heard);
  }
};

/// The strangers heard most recently.
class Strangers {
 public:
  /// True for one that is new, or was forgotten.
  bool hear(Micros now, std::uint32_t interface_index, std::uint8_t vrid, IpAddress const& source) {
    for (std::size_t i = 0; i < count_; i++) {
      Stranger& known = strangers_[i];
      if (known.interface_index != interface_index || known.vrid != vrid || known.source != source) continue;
      known.adverts++;
      known.last_heard = now;
      return false;
    }
    Stranger& entry = count_ < strangers_.size() ? strangers_[count_++] : oldest();
    entry = {interface_index, vrid, source, 1, now};
    return true;
  }
  [[nodiscard]] std::span<Stranger const> all() const { return std::span(strangers_).first(count_); }

  template <class Self, class Fields>
  static void exchange(Self& self, Fields& fields) {
    fields(self.strangers_, self.count_);
    if constexpr (!std::is_const_v<Self>) self.count_ = std::min<std::uint64_t>(self.count_, self.strangers_.size());
  }

 private:
  Stranger& oldest() {
    Stranger* oldest = strangers_.data();
    for (Stranger& one : strangers_) {
      if (one.last_heard < oldest->last_heard) oldest = &one;
    }
    return *oldest;
  }

  std::array<Stranger, 16> strangers_{};
  std::uint64_t count_ = 0;
};

}  // namespace kac
