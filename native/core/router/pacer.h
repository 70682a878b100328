#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/time.h"
#include "core/image/image.h"

namespace kac {

/// Announcements that must not follow each other too closely: what waits for its turn, oldest first. Each object of a
/// router waits once, with as many rounds as are left, so every address is announced once before any is twice.
class Pacer {
 public:
  struct Waiting {
    std::uint16_t pace;  // index into Image::paces
    std::uint32_t router;
    std::uint32_t object;
  };

  /// Makes room for all objects of an image; nothing waits any more. What was sent lately still counts.
  void turn_to(Image const& image);
  void push(Waiting const& waiting);

  /// When the next may go.
  [[nodiscard]] std::optional<Micros> next() const;
  /// Takes the next that may go now.
  std::optional<Waiting> take(Micros now);
  void sent(std::uint16_t pace, Micros now);

  struct Place {
    std::uint32_t router;
    std::uint32_t object;

    template <class Self, class Fields>
    static void exchange(Self& self, Fields& fields) {
      fields(self.router, self.object);
    }
  };
  /// One pace as it stands: when the next may go, and what waits, the next first.
  struct Line {
    Micros free_at;
    std::vector<Place> places;

    template <class Self, class Fields>
    static void exchange(Self& self, Fields& fields) {
      fields(self.free_at, self.places);
    }
  };
  [[nodiscard]] std::vector<Line> lines() const;
  /// After turn_to() with the same paces; who waits is pushed again.
  void resume(std::span<Line const> lines);
  /// What stays whatever the image is: before turn_to().
  template <class Self, class Fields>
  static void exchange(Self& self, Fields& fields) {
    fields(self.sent_at_);
  }

 private:
  struct Queue {
    Micros interval;
    Micros free_at;
    std::vector<Place> ring;
    std::size_t first = 0;
    std::size_t count = 0;
  };
  std::vector<Queue> queues_;
  std::optional<Micros> sent_at_;
};

/// The pace of an object's announcements: an index into Image::paces, or none.
std::optional<std::uint16_t> pace_of(ObjectSpec const& object);

}  // namespace kac
