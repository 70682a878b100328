#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/deadline_heap.h"
#include "core/base/fields.h"
#include "core/bfd/session.h"
#include "core/router/outbox.h"

namespace kac::bfd {

/// What routers that track a session are to be told. Nothing: it is not known any more.
struct PathNews {
  std::string_view tracker;
  std::optional<bool> good;
};

/// The sessions of an image by their places in it: finds whose a packet is, keeps their timers, says what they do.
class Sessions {
 public:
  Sessions(std::uint64_t chance, Outbox& outbox) : chance_(chance), outbox_(outbox) {}

  /// A new image, in two steps around the moment when the outbox turns to it. Those that are not in it any more end;
  /// what is told of them holds while the image before does.
  std::vector<PathNews> release(Image const& next);
  /// What is told is of all of them. Those that are new are on trial where there may be roles to lose.
  std::vector<PathNews> adopt(Micros now, Image const& next, bool trial);
  /// All of them end.
  void stop();

  /// For a successor of the engine; and in place of the first release(): what a predecessor handed over goes on with
  /// adopt(). Says what is wrong, or null.
  void hand_over(FieldWriter& fields) const;
  char const* resume(Micros now, Image const& image, FieldReader fields);

  std::optional<PathNews> receive(Micros now, Arrival const& arrival);
  /// Serves one session whose time has come; see next_timeout().
  std::optional<PathNews> serve(Micros now);
  [[nodiscard]] std::optional<Micros> next_timeout() const { return deadlines_.next(); }

  [[nodiscard]] std::size_t size() const { return sessions_.size(); }
  [[nodiscard]] SessionStatus status(std::size_t session) const { return sessions_[session].status(); }
  [[nodiscard]] std::array<std::uint64_t, reject_count> const& rejected() const { return rejected_; }

 private:
  [[nodiscard]] std::optional<std::uint32_t> find(Arrival const& arrival, Packet const& packet) const;
  [[nodiscard]] Reject judge(Arrival const& arrival, std::variant<Packet, Reject> const& decoded,
                             std::optional<std::uint32_t>& session) const;
  [[nodiscard]] std::uint32_t new_discriminator();
  /// After something happened to a session that was in `before`.
  std::optional<PathNews> settle(std::uint32_t index, State before, std::optional<bool> was_good);
  void end(std::uint32_t index);

  Chance chance_;
  Outbox& outbox_;
  std::vector<Session> sessions_;
  std::vector<std::optional<Session>> kept_;  // between release() and adopt(), by their places in the next image
  std::unordered_map<std::uint32_t, std::uint32_t> by_discriminator_;
  DeadlineHeap deadlines_;
  std::array<std::uint64_t, reject_count> rejected_{};
};

}  // namespace kac::bfd
