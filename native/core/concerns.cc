#include "core/concerns.h"

namespace kac {

void Concerns::index(Image const& image) {
  addresses.clear();
  links.clear();
  sockets.clear();
  trackers.clear();
  for (std::uint32_t i = 0; i < image.routers.size(); i++) {
    RouterSpec const& router = image.routers[i];
    sockets.add(router.socket, i);
    if (router.interface_index != 0) {
      links.add(router.interface_index, i);
      if (!router.source_configured) addresses.add({router.interface_index, router.source}, {i, std::nullopt});
    }
    for (TrackerSpec const& tracker : router.trackers) {
      if (tracker.kind == TrackerKind::link) {
        links.add(tracker.interface_index, i);
      } else {
        trackers.add(tracker.id, i);
      }
    }
    for (std::uint32_t object = 0; object < router.objects.size(); object++) {
      ObjectSpec const& about = router.objects[object];
      if (about.interface_index != 0) addresses.add({about.interface_index, about.address}, {i, object});
    }
  }
  addresses.sort();
  links.sort();
  sockets.sort();
  trackers.sort();
}

}  // namespace kac
