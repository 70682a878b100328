#include <string>
#include <unordered_map>
#include <utility>

#include "core/engine_impl.h"
#include "core/invariant.h"

/// What the engine hands over to a successor, and how that goes on.
namespace kac {

void Engine::hand_over(HandoverWriter& out, bool same_image) const {
  Impl const& self = *impl_;
  out.section(Section::engine, [&](FieldWriter& fields) { Impl::exchange(self, fields); });
  out.section(Section::routers, [&](FieldWriter& fields) {
    for (std::size_t i = 0; i < self.machines.size(); i++) {
      fields.record([&] {
        fields(std::string(self.image->routers[i].identity));
        self.machines[i]->hand_over(fields);
      });
    }
  });
  out.section(Section::sessions, [&](FieldWriter& fields) { self.sessions.hand_over(fields); });
  if (!same_image) return;
  out.section(Section::waiting, [&](FieldWriter& fields) { fields(self.outbox.pacer().lines()); });
}

char const* Engine::resume(Micros now, std::unique_ptr<Image const> image, HandoverReader const& from) {
  invariant(image != nullptr && impl_->image == nullptr);
  FieldReader engine = from.section(Section::engine);
  Impl::exchange(*impl_, engine);
  if (!engine.ok()) return "what was handed over of the engine cannot be read";
  impl_->link_delays.resume(impl_->seen);
  std::size_t const routers = image->routers.size();
  impl_->turn_to(std::move(image), Impl::Machines(routers));
  char const* const wrong = impl_->sessions.resume(now, *impl_->image, from.section(Section::sessions));
  if (wrong != nullptr) return wrong;
  impl_->note(impl_->sessions.adopt(now, *impl_->image));
  for (std::size_t i = 0; i < routers; i++) impl_->machines[i] = impl_->make(now, i);
  if (char const* const bad = impl_->resume_routers(now, from.section(Section::routers))) return bad;
  impl_->resume_waiting(from.section(Section::waiting));
  impl_->groups.index(*impl_->image, impl_->machines);
  for (std::size_t i = 0; i < routers; i++) impl_->touched(now, i);
  return nullptr;
}

char const* Engine::Impl::resume_routers(Micros now, FieldReader routers) {
  std::unordered_map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < machines.size(); i++) places.emplace(image->routers[i].identity, i);
  std::vector<bool> known(machines.size());
  while (routers.left() > 0) {
    FieldReader one = routers.record();
    std::string identity;
    one(identity);
    auto const place = places.find(identity);
    if (place == places.end()) continue;
    if (known[place->second]) return "a router was handed over twice";
    known[place->second] = true;
    bool const resumed = machines[place->second]->resume(now, one, link_of(image->routers[place->second]));
    if (!one.ok()) return "what was handed over of a router cannot be read";
    if (!resumed) return "what was handed over of a router cannot be";
  }
  for (std::size_t i = 0; i < machines.size(); i++) {
    RouterSpec const& router = image->routers[i];
    if (!known[i]) machines[i]->adopt(now, {static_cast<std::uint32_t>(i), &router}, link_of(router));
  }
  return routers.ok() ? nullptr : "what was handed over of the routers ends too early";
}

/// In the order of before, as far as the image is that of before.
void Engine::Impl::resume_waiting(FieldReader waiting) {
  std::vector<Pacer::Line> lines;
  waiting(lines);
  outbox.pacer().resume(lines);
  for (Pacer::Line const& line : lines) {
    for (Pacer::Place const& place : line.places) {
      if (place.router < machines.size()) machines[place.router]->objects().wait_again(place.object);
    }
  }
  for (std::size_t i = 0; i < machines.size(); i++) {
    for (std::uint32_t object = 0; object < image->routers[i].objects.size(); object++) {
      machines[i]->objects().wait_again(object);
    }
  }
}

}  // namespace kac
