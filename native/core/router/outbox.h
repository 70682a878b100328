#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <variant>
#include <vector>

#include "core/engine.h"
#include "core/image/image.h"
#include "core/packets/advert.h"
#include "core/router/pacer.h"

namespace kac {

/// A router and where it stands in the image that its actions are about.
struct Place {
  std::uint32_t index;
  RouterSpec const* spec;
};

/// Entries [first, last) of a list.
struct Range {
  std::uint32_t first;
  std::uint32_t last;
};

/// What is to be done, in order, and the images that it is about. Actions are kept small and written out when they are
/// taken; an image is kept until everything that was said about it is taken.
class Outbox {
 public:
  /// To all peers, or to the group: whatever destination the fields have.
  void advert(Place const& place, AdvertFields const& fields);
  void source_frames(Place const& place);
  /// Ranges of objects when they are put on, of `removal` when they are taken off.
  void submit(Place const& place, bool add, Range range);
  void frames(Place const& place, Range objects);
  /// The frames of an object wait until their pace allows them.
  void paced(Place const& place, std::uint32_t object);
  Pacer& pacer() { return pacer_; }
  [[nodiscard]] Pacer const& pacer() const { return pacer_; }
  template <class Said>
  void say(Said const& said) {
    queue_.emplace_back(said);
  }

  /// What is said from here on is about `image`. Makes room for what one wake-up may say.
  void turn_to(std::unique_ptr<Image const> image);
  /// The image that what poll() gives now is about; null before the first.
  [[nodiscard]] Image const* image() const;

  bool poll(Action& out);

 private:
  struct PendingAdvert {
    Place place;
    AdvertFields fields;
    std::uint32_t next_peer;
  };
  struct PendingSubmit {
    Place place;
    bool add;
    Range left;
  };
  struct PendingFrames {
    Place place;
    Range objects;
  };
  struct PendingSourceFrames {
    Place place;
  };
  using Pending =
      std::variant<PendingAdvert, PendingSubmit, PendingFrames, PendingSourceFrames, Transition, PriorityChange,
                   Rejected, LowerPriority, HeldUp, Stranger, SendBfd, SessionChange, Finished>;

  /// Writes the next action of a pending one, and says whether that was its last.
  bool take(PendingAdvert& pending, Action& out);
  bool take(PendingSubmit& pending, Action& out);
  bool take(PendingFrames& pending, Action& out);
  bool take(PendingSourceFrames& pending, Action& out);
  template <class Said>
  bool take(Said const& said, Action& out) {
    out = said;
    return true;
  }

  Pacer pacer_;
  std::vector<Pending> queue_;
  std::size_t head_ = 0;
  struct Subject {
    std::unique_ptr<Image const> image;
    std::size_t first_action;  // index into queue_
  };
  std::deque<Subject> images_;
  std::array<std::uint8_t, advert_bytes_max> advert_{};
  std::vector<std::uint8_t> batch_;
};

}  // namespace kac
