#include <string>
#include <utility>
#include <vector>

#include "core/base/invariant.h"
#include "core/engine_impl.h"
#include "core/predecessors.h"

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
  out.section(Section::names, [&](FieldWriter& fields) {
    std::vector<std::string> names;
    for (RouterSpec const& router : self.image->routers) names.emplace_back(router.name);
    fields(names);
  });
  out.section(Section::sessions, [&](FieldWriter& fields) { self.sessions.hand_over(fields); });
  if (!same_image) return;
  out.section(Section::waiting, [&](FieldWriter& fields) { fields(self.outbox.pacer().lines()); });
}

char const* Engine::resume(Micros now, std::unique_ptr<Image const> image, HandoverReader const& from,
                           std::set<std::uint32_t> closed) {
  invariant(image != nullptr && impl_->image == nullptr);
  FieldReader engine = from.section(Section::engine);
  Impl::exchange(*impl_, engine);
  if (!engine.ok()) return "what was handed over of the engine cannot be read";
  impl_->link_delays.resume(impl_->seen);
  std::size_t const routers = image->routers.size();
  impl_->turn_to(std::move(image), Impl::Machines(routers), std::move(closed));
  char const* const wrong = impl_->sessions.resume(now, *impl_->image, from.section(Section::sessions));
  if (wrong != nullptr) return wrong;
  impl_->note(impl_->sessions.adopt(now, *impl_->image, true));
  for (std::size_t i = 0; i < routers; i++) impl_->machines[i] = impl_->make(now, i);
  FieldReader names = from.section(Section::names);
  if (char const* const bad = impl_->resume_routers(now, from.section(Section::routers), names)) return bad;
  impl_->resume_waiting(from.section(Section::waiting));
  impl_->groups.index(*impl_->image, impl_->machines);
  for (std::size_t i = 0; i < routers; i++) impl_->touched(now, i);
  return nullptr;
}

char const* Engine::Impl::resume_routers(Micros now, FieldReader routers, FieldReader names) {
  struct HandedOver {
    std::string identity, name;
    FieldReader machine;
  };
  std::vector<HandedOver> handed_over;
  std::vector<std::string> known_names;
  names(known_names);
  while (routers.left() > 0) {
    HandedOver one{{}, {}, routers.record()};
    one.machine(one.identity);
    if (handed_over.size() < known_names.size()) one.name = known_names[handed_over.size()];
    handed_over.push_back(std::move(one));
  }
  if (!routers.ok() || !names.ok()) return "what was handed over of the routers ends too early";
  std::vector<RouterTitle> before;
  for (HandedOver const& one : handed_over) before.push_back({one.identity, one.name});
  std::vector<std::optional<std::size_t>> const found = predecessors(before, titles_of(*image));
  for (std::size_t i = 0; i < machines.size(); i++) {
    RouterSpec const& router = image->routers[i];
    if (!found[i]) {
      machines[i]->adopt(now, {static_cast<std::uint32_t>(i), &router}, link_of(router));
      continue;
    }
    FieldReader& machine = handed_over[*found[i]].machine;
    bool const resumed = machines[i]->resume(now, machine, link_of(router));
    if (!machine.ok()) return "what was handed over of a router cannot be read";
    if (!resumed) return "what was handed over of a router cannot be";
  }
  return nullptr;
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
