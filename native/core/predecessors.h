#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/image/image.h"

namespace kac {

/// What a virtual router is known by.
struct RouterTitle {
  std::string_view identity;
  std::string_view name;
};

std::vector<RouterTitle> titles_of(Image const& image);

/// Where among `before` each of `next` is, if it is the same virtual router. Those of one identity are told apart by
/// their names, and else by their order.
std::vector<std::optional<std::size_t>> predecessors(std::span<RouterTitle const> before,
                                                     std::span<RouterTitle const> next);

}  // namespace kac
