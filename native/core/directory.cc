#include "core/directory.h"

#include <algorithm>

namespace kac {

void Directory::index(Image const& image) {
  image_ = &image;
  first_.resize(image.sockets.size());
  for (auto& by_vrid : first_) by_vrid.fill(none);
  next_.assign(image.routers.size(), none);
  for (std::size_t i = image.routers.size(); i-- > 0;) {
    RouterSpec const& router = image.routers[i];
    std::uint32_t& first = first_[router.socket][router.vrid];
    next_[i] = first;
    first = static_cast<std::uint32_t>(i);
  }
}

std::optional<std::uint32_t> Directory::find(std::uint32_t socket, std::uint8_t vrid, IpAddress const& source) const {
  if (socket >= first_.size()) return std::nullopt;
  std::uint32_t const first = first_[socket][vrid];
  if (first == none) return std::nullopt;
  for (std::uint32_t i = first; i != none; i = next_[i]) {
    std::vector<PeerSpec> const& peers = image_->routers[i].peers;
    if (std::ranges::find(peers, source, &PeerSpec::address) != peers.end()) return i;
  }
  return first;
}

}  // namespace kac
