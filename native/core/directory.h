#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/image/image.h"

namespace kac {

/// Finds the router that a packet is for. On a unicast socket several may have one VRID, for different peers.
class Directory {
 public:
  void index(Image const& image);
  [[nodiscard]] std::optional<std::uint32_t> find(std::uint32_t socket, std::uint8_t vrid,
                                                  IpAddress const& source) const;

 private:
  static constexpr std::uint32_t none = UINT32_MAX;

  std::vector<std::array<std::uint32_t, 256>> first_;  // by socket and VRID
  std::vector<std::uint32_t> next_;                    // by router: another with the same socket and VRID
  Image const* image_ = nullptr;
};

}  // namespace kac
