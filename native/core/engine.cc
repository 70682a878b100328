#include "core/engine.h"

#include <algorithm>
#include <cerrno>
#include <vector>

#include "core/base/invariant.h"
#include "core/crowd.h"
#include "core/engine_impl.h"
#include "core/predecessors.h"
#include "core/router/objects.h"

namespace kac {
namespace {

/// What was to be put on is there; or what was to be taken off is not, nor its interface, any more.
bool is_as_wanted(bool add, int error) {
  if (add) return error == EEXIST;
  return error == EADDRNOTAVAIL || error == ENODEV || error == ESRCH || error == ENOENT;
}

}  // namespace

Engine::Engine(std::uint64_t chance) : impl_(std::make_unique<Impl>(chance)) {}
Engine::~Engine() = default;

/// All that goes is said first, about the image before: an address may move from one router to another.
void Engine::load(Micros now, std::unique_ptr<Image const> next, std::set<std::uint32_t> closed) {
  invariant(next != nullptr);
  if (impl_->over) return;
  ObjectKeys held;
  for (auto const& machine : impl_->machines) machine->objects().collect_held(held);
  Impl::Machines machines = impl_->take_over(*next);
  ObjectKeys staying;
  for (std::size_t i = 0; i < machines.size(); i++) {
    if (machines[i]) machines[i]->objects().collect_staying(next->routers[i], staying);
  }
  for (auto const& vanished : impl_->machines) {
    if (!vanished) continue;
    vanished->objects().leave(staying);
    vanished->stop(now, Reason::removed);
  }
  for (auto const& machine : machines) {
    if (machine) machine->objects().release(staying);
  }
  impl_->note(impl_->sessions.release(*next));
  bool const is_first = impl_->image == nullptr;

  impl_->turn_to(std::move(next), std::move(machines), std::move(closed));
  impl_->note(impl_->sessions.adopt(now, *impl_->image, !is_first));
  impl_->link_delays.adopt(now, *impl_->image);
  impl_->make_missing(now, held);
  for (std::size_t i = 0; i < impl_->machines.size(); i++) {
    RouterSpec const& router = impl_->image->routers[i];
    impl_->machines[i]->adopt(now, {static_cast<std::uint32_t>(i), &router}, impl_->link_of(router));
  }
  impl_->groups.index(*impl_->image, impl_->machines);
  impl_->groups.let_join();
  for (std::size_t i = 0; i < impl_->machines.size(); i++) impl_->touched(now, i);
}

Engine::Impl::Machines Engine::Impl::take_over(Image const& next) {
  std::vector<RouterTitle> const before = image == nullptr ? std::vector<RouterTitle>() : titles_of(*image);
  Machines taken;
  for (std::optional<std::size_t> const found : predecessors(before, titles_of(next))) {
    taken.push_back(found ? std::move(machines[*found]) : nullptr);
  }
  return taken;
}

void Engine::Impl::turn_to(std::unique_ptr<Image const> next, Machines of_next,
                           std::set<std::uint32_t> closed_of_next) {
  image = next.get();
  outbox.turn_to(std::move(next));
  machines = std::move(of_next);
  closed = std::move(closed_of_next);
  directory.index(*image);
  concerns.index(*image);
  deadlines.reset(machines.size());
}

void Engine::Impl::make_missing(Micros now, ObjectKeys const& held) {
  if (!silent_until) silent_until = std::max(now + image->startup_delay, image->delay_after_boot);
  for (std::size_t i = 0; i < machines.size(); i++) {
    if (machines[i]) continue;
    machines[i] = make(now, i);
    if (!machines[i]->starts_as_master()) machines[i]->objects().clear_leftovers(held);
  }
}

std::unique_ptr<Machine> Engine::Impl::make(Micros now, std::size_t router) {
  std::optional<Micros> const silence = silent_until && *silent_until > now ? silent_until : std::nullopt;
  Place const place{static_cast<std::uint32_t>(router), &image->routers[router]};
  return std::make_unique<Machine>(place, link_of(*place.spec), silence, outbox, wall_clock, seen);
}

LinkState Engine::Impl::link_of(RouterSpec const& router) const {
  LinkState const link = link_seen(router);
  bool const is_there = link == LinkState::up || link == LinkState::down;
  return is_there && closed.contains(router.socket) ? LinkState::deaf : link;
}

/// A name, not an index, is what binds a router to its interface: a renamed one is gone.
LinkState Engine::Impl::link_seen(RouterSpec const& router) const {
  if (router.interface_name.empty()) return LinkState::up;  // unicast that leaves the choice to the kernel
  if (router.interface_index == 0) return LinkState::gone;
  Observations::Link const* const link = seen.link(router.interface_index);
  if (link == nullptr) return LinkState::unknown;
  if (link->name != router.interface_name) return LinkState::gone;
  return link->up ? LinkState::up : LinkState::down;
}

Image const* Engine::image() const { return impl_->outbox.image(); }

Micros Engine::wall_clock(Micros now, Micros real) {
  constexpr Micros step_min{500'000};  // what is less is a clock that is being corrected
  // Packets that waited may move the deadline.
  if (auto const first = impl_->first_deadline(); first && *first <= now) impl_->lateness.note(now - *first);
  Micros const step = impl_->wall_clock.set(now, real);
  if (step < step_min && Micros{} - step < step_min) return {};
  for (std::size_t i = 0; i < impl_->machines.size(); i++) {
    impl_->machines[i]->clock_stepped(now);
    impl_->update_deadline(i);
  }
  return step;
}

void Engine::receive(Micros now, std::uint32_t socket, Datagram const& datagram) {
  if (impl_->image == nullptr || socket >= impl_->image->sockets.size()) return;
  auto const unmatched = [&](Reject reject) { impl_->unmatched[static_cast<std::size_t>(reject)]++; };
  std::optional<Packet> const packet = decode(impl_->image->sockets[socket].family, datagram);
  if (!packet) return unmatched(Reject::truncated);
  std::optional<std::uint32_t> const router = impl_->directory.find(socket, packet->vrid, packet->source);
  if (!router) {
    impl_->hear_stranger(now, impl_->image->sockets[socket], *packet);
    return unmatched(Reject::unknown_vrid);
  }
  impl_->machines[*router]->receive(now, *packet);
  impl_->touched(now, *router);
}

void Engine::receive(Micros now, bfd::Arrival const& arrival) {
  if (!impl_->over) impl_->tell(now, impl_->sessions.receive(now, arrival));
}

void Engine::link(Micros now, LinkFact const& fact) {
  if (impl_->over) return;
  if (impl_->link_delays.holds(now, fact, impl_->seen.link(fact.index), impl_->image)) return;
  impl_->tell_link(now, fact);
}

void Engine::Impl::tell_link(Micros now, LinkFact const& fact) {
  seen.link(fact);
  concerns.links.for_each(fact.index, [&](std::uint32_t i) {
    RouterSpec const& router = image->routers[i];
    if (router.interface_index == fact.index) {
      LinkState const told = link_of(router);
      machines[i]->link(now, told == LinkState::unknown ? LinkState::gone : told);
    }
    auto const is_meant = [&](TrackerSpec const& tracker) {
      return tracker.kind == TrackerKind::link && tracker.interface_index == fact.index;
    };
    if (std::ranges::any_of(router.trackers, is_meant)) machines[i]->observe(now);
    touched(now, i);
  });
}

void Engine::socket(Micros now, std::uint32_t socket, bool open) {
  if (impl_->over) return;
  bool const changed = open ? impl_->closed.erase(socket) > 0 : impl_->closed.insert(socket).second;
  if (!changed) return;
  impl_->concerns.sockets.for_each(socket, [&](std::uint32_t i) {
    impl_->machines[i]->link(now, impl_->link_of(impl_->image->routers[i]));
    impl_->touched(now, i);
  });
}

void Engine::address(Micros now, AddressFact const& fact) {
  if (impl_->over) return;
  impl_->concerns.addresses.for_each({fact.interface_index, fact.address}, [&](Concerns::Address const& concern) {
    Machine& machine = *impl_->machines[concern.router];
    if (!concern.object) {
      machine.source(now, fact.present);
    } else if (impl_->image->routers[concern.router].objects[*concern.object].prefix != fact.prefix || fact.present) {
      return;
    } else if (fact.by_us) {
      machine.object_taken_along(*concern.object);
    } else {
      machine.object_lost(now, *concern.object, Reason::address_removed);
    }
    impl_->touched(now, concern.router);
  });
}

void Engine::tracker(Micros now, std::string_view id, std::optional<std::int32_t> value) {
  if (!impl_->over) impl_->tell(now, id, value);
}

void Engine::Impl::tell(Micros now, std::string_view tracker, std::optional<std::int32_t> value) {
  seen.value(tracker, value);
  concerns.trackers.for_each(tracker, [&](std::uint32_t i) {
    machines[i]->observe(now);
    touched(now, i);
  });
}

void Engine::object_lost(Micros now, std::uint32_t router, std::uint32_t object, bool by_kernel) {
  if (impl_->over || impl_->outbox.image() != impl_->image || router >= impl_->machines.size()) return;
  if (by_kernel) return impl_->machines[router]->object_taken_along(object);
  impl_->machines[router]->object_lost(now, object, Reason::routing_removed);
  impl_->touched(now, router);
}

bool Engine::object_failed(Micros, std::uint32_t router, std::uint32_t object, bool add, int error) {
  if (is_as_wanted(add, error)) return false;
  // Said about an image that is no longer the newest: its numbers mean nothing any more.
  bool const is_newest = impl_->outbox.image() == impl_->image;
  if (add && is_newest && router < impl_->machines.size()) impl_->machines[router]->object_refused(object);
  return true;
}

void Engine::shutdown(Micros now) {
  if (impl_->over) return;
  impl_->over = true;
  for (std::size_t i = 0; i < impl_->machines.size(); i++) {
    impl_->machines[i]->stop(now, Reason::shutdown);
    impl_->update_deadline(i);
  }
  impl_->sessions.stop();
  impl_->outbox.say(Finished{});
}

/// Sessions first: what they find counts before a timer that ends at the same instant.
void Engine::handle_timeout(Micros now) {
  while (auto const due = impl_->link_delays.take(now)) {
    if (!impl_->over) impl_->tell_link(now, {due->first, due->second.name, due->second.up});
  }
  for (auto due = impl_->sessions.next_timeout(); due && *due <= now; due = impl_->sessions.next_timeout()) {
    impl_->tell(now, impl_->sessions.serve(now));
  }
  Crowd crowd;
  while (auto const first = impl_->deadlines.first()) {
    if (first->deadline > now) break;
    impl_->machines[first->slot]->handle_timeout(now, crowd.join(first->deadline));
    impl_->touched(now, first->slot);
  }
  impl_->announce_paced(now);
}

std::optional<Micros> Engine::next_timeout() const {
  std::optional<Micros> const other = earlier(impl_->outbox.pacer().next(), impl_->link_delays.next());
  return earlier(impl_->first_deadline(), other);
}

bool Engine::poll(Action& out) { return impl_->outbox.poll(out); }

std::size_t Engine::router_count() const { return impl_->machines.size(); }

RouterStatus Engine::status(std::size_t router) const {
  invariant(router < impl_->machines.size());
  return impl_->machines[router]->status();
}

std::array<std::uint64_t, reject_count> const& Engine::unmatched() const { return impl_->unmatched; }

std::span<Stranger const> Engine::strangers() const { return impl_->strangers.all(); }

Lateness const& Engine::lateness() const { return impl_->lateness; }

std::size_t Engine::session_count() const { return impl_->sessions.size(); }

bfd::SessionStatus Engine::session_status(std::size_t session) const {
  invariant(session < impl_->sessions.size());
  return impl_->sessions.status(session);
}

std::array<std::uint64_t, bfd::reject_count> const& Engine::sessions_rejected() const {
  return impl_->sessions.rejected();
}

}  // namespace kac
