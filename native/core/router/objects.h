#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "core/base/time.h"
#include "core/engine.h"
#include "core/image/image.h"
#include "core/router/outbox.h"

namespace kac {

using ObjectKeys = std::set<std::array<std::uint8_t, 8>>;

/// The kernel objects of one router: which of them are on, and telling the neighbours about those that are.
///
/// What was found in the kernel and is not ours (`foreign`) is announced like the rest, but neither put on nor taken
/// off, until somebody removes it: then it is the router's.
class Objects {
 public:
  Objects(Place const& place, Outbox& outbox);

  /// The router is master now: puts on everything and announces it, a first block now, a second garp_master_delay
  /// later.
  void put_on_all(Micros now);
  /// The same, for what a new image brought.
  void put_on_new(Micros now);
  void take_off();

  void announce(std::uint8_t rounds);
  /// Sends the second blocks that are due.
  void announce_again(Micros now);
  /// Those on other interfaces than the router's, once.
  void announce_elsewhere();
  /// The pace of this object allows an announcement. False when it is not wanted any more; else what is left of it
  /// waits again.
  bool announce_paced(std::uint32_t object);
  /// When the next second block is due.
  [[nodiscard]] std::optional<Micros> next_block() const;

  /// Another program removed it. True when it was there and the router depends on it.
  bool lost(std::uint32_t object);
  /// The kernel took it along with an address that was taken off, as it does with the secondary addresses of a subnet
  /// (promote_secondaries) and with routes that name the address as their source. It is put back.
  void taken_along(std::uint32_t object);
  void refused(std::uint32_t object);
  [[nodiscard]] std::uint32_t refused_count() const;

  /// What is on and is to stay so by a new image.
  void collect_staying(RouterSpec const& next, ObjectKeys& staying) const;
  /// A new image, in two steps around the moment when the outbox turns to it: what does not stay, for this router or
  /// another one, is taken off; then the rest is found again under its new index.
  void release(ObjectKeys const& staying);
  void adopt(Place const& next);

  /// The router goes: these are left on for others.
  void leave(ObjectKeys const& staying);

  /// Takes off what a killed run left behind, but for what routers of this run hold.
  void clear_leftovers(ObjectKeys const& held);
  void collect_held(ObjectKeys& held) const;

  enum class Hold : std::uint8_t {
    off,
    on,
    refused,  // by the kernel
    lost,     // to another program; not put back before the router is master anew
    foreign,
  };
  /// What a successor is told of one object.
  struct Kept {
    std::array<std::uint8_t, 8> key{};
    Hold hold = Hold::off;
    std::optional<Micros> second_block{};
    std::uint8_t waiting = 0;

    template <class Self, class Fields>
    static void exchange(Self& self, Fields& fields) {
      fields(self.key);
      fields.enumerator(self.hold, Hold::foreign);
      fields(self.second_block, self.waiting);
    }
  };
  [[nodiscard]] std::vector<Kept> kept() const;
  /// Takes up what another engine left, in new objects.
  void resume(std::span<Kept const> kept);
  /// Waits for its pace again, if there is something left to announce.
  void wait_again(std::uint32_t object);

 private:
  struct Object {
    Hold hold;
    std::optional<Micros> second_block{};
    std::uint8_t waiting = 0;  // rounds of announcements that wait for their pace
    bool queued = false;       // at the pacer, maybe in vain
  };
  static Object initial(ObjectSpec const& spec);
  static bool goes_on_as(Hold hold);

  [[nodiscard]] ObjectSpec const& spec(std::size_t object) const { return place_.spec->objects[object]; }
  [[nodiscard]] bool is_there(std::size_t object) const;
  template <class Chosen>
  void submit_add(Chosen chosen);
  template <class Chosen>
  void submit_remove(Chosen chosen);
  void let_go(std::size_t object, Hold hold);
  void wait(std::uint32_t object, std::uint8_t rounds);
  template <class Chosen>
  void send_rounds(std::uint8_t rounds, Chosen chosen);
  template <class Chosen>
  void put_on(Micros now, Chosen announced);

  Place place_;
  Outbox& outbox_;
  std::vector<Object> objects_;  // one for each of the spec's
};

}  // namespace kac
