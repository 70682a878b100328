#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "core/base/deadline_heap.h"
#include "core/base/wall_clock.h"
#include "core/bfd/sessions.h"
#include "core/concerns.h"
#include "core/directory.h"
#include "core/engine.h"
#include "core/link_delays.h"
#include "core/packets/advert.h"
#include "core/router/group.h"
#include "core/router/machine.h"
#include "core/router/objects.h"
#include "core/router/outbox.h"
#include "core/router/trackers.h"

namespace kac {

/// What the engine is made of; for engine.cc and engine_handover.cc.
struct Engine::Impl {
  explicit Impl(std::uint64_t chance) : sessions(chance, outbox) {}

  using Machines = std::vector<std::unique_ptr<Machine>>;

  /// Moves the machines of routers that `next` has too to where it has them. Null: a router that is new.
  Machines take_over(Image const& next);
  void turn_to(std::unique_ptr<Image const> next, Machines of_next, std::set<std::uint32_t> closed_of_next);
  /// For routers of the newest image that have none, and clears up behind a killed run.
  void make_missing(Micros now, ObjectKeys const& held);
  [[nodiscard]] std::unique_ptr<Machine> make(Micros now, std::size_t router);
  /// The routers that a predecessor had. Says what is wrong with them, or null.
  char const* resume_routers(Micros now, FieldReader routers, FieldReader names);
  void resume_waiting(FieldReader waiting);
  [[nodiscard]] LinkState link_of(RouterSpec const& router) const;
  [[nodiscard]] LinkState link_seen(RouterSpec const& router) const;
  void tell_link(Micros now, LinkFact const& fact);
  void update_deadline(std::size_t router) {
    deadlines.set(static_cast<std::uint32_t>(router), machines[router]->next_timeout());
  }
  /// Something happened to a router: what follows from that for its sync group and for the timers.
  void touched(Micros now, std::size_t router) {
    update_deadline(router);
    auto const [group, member] = groups.of(router);
    if (group == nullptr || over || !group->follow(now, member)) return;
    for (Group::Member const& each : group->members()) update_deadline(each.router);
  }

  /// Whoever makes up sources must not make the engine say more than one thing a wake-up.
  void hear_stranger(Micros now, SocketSpec const& socket, Packet const& packet) {
    bool const is_new = strangers.hear(now, socket.interface_index, packet.vrid, packet.source);
    if (!is_new || stranger_said_at == now) return;
    stranger_said_at = now;
    outbox.say(Stranger{socket.interface_index, packet.vrid, packet.source, 1, now});
  }

  /// Something that routers track is so now.
  void tell(Micros now, std::string_view tracker, std::optional<std::int32_t> value);
  void tell(Micros now, std::optional<bfd::PathNews> const& news) {
    if (news) tell(now, news->tracker, news->good);
  }
  void note(std::vector<bfd::PathNews> const& all) {
    for (bfd::PathNews const& news : all) seen.value(news.tracker, news.good);
  }
  [[nodiscard]] std::optional<Micros> first_deadline() const {
    return earlier(sessions.next_timeout(), deadlines.next());
  }

  /// What waits for its pace and may go now.
  void announce_paced(Micros now) {
    while (auto const waiting = outbox.pacer().take(now)) {
      if (machines[waiting->router]->announce_paced(waiting->object)) outbox.pacer().sent(waiting->pace, now);
    }
  }

  /// What a successor is told besides its routers.
  template <class Self, class Fields>
  static void exchange(Self& self, Fields& fields) {
    fields(self.silent_until, self.seen, self.wall_clock, self.unmatched, self.strangers, self.stranger_said_at);
    fields(self.lateness, self.outbox.pacer(), self.link_delays);
  }

  Outbox outbox;
  WallClock wall_clock;
  Image const* image = nullptr;    // the newest; the outbox may still speak about one before
  Machines machines;               // as image->routers
  std::set<std::uint32_t> closed;  // of image->sockets
  Directory directory;
  Concerns concerns;
  Groups groups;
  DeadlineHeap deadlines;
  Observations seen;
  bfd::Sessions sessions;
  LinkDelays link_delays;
  std::array<std::uint64_t, reject_count> unmatched{};
  Strangers strangers;
  std::optional<Micros> stranger_said_at;
  Lateness lateness;
  std::optional<Micros> silent_until;  // known from the first image on
  bool over = false;
};

}  // namespace kac
