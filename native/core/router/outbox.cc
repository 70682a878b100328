#include "core/router/outbox.h"

#include <algorithm>

#include "core/base/invariant.h"

namespace kac {
namespace {

constexpr std::size_t fixed_actions = 8;    // advert, two submits, transition and their like, of one router
constexpr std::size_t session_actions = 4;  // an answer, another packet, changes, of one session

std::size_t actions_per_wake_up(Image const& image) {
  std::size_t actions = fixed_actions + session_actions * image.sessions.size();
  for (RouterSpec const& router : image.routers) {
    GarpSpec const& garp = router.garp;
    actions += fixed_actions + 2u * garp.master_repeat + garp.master_refresh_repeat + 2u * garp.lower_prio_repeat;
  }
  return actions;
}

std::size_t batch_bytes(Image const& image) {
  std::size_t bytes = batch_bytes_max;
  for (RouterSpec const& router : image.routers) {
    for (ObjectSpec const& object : router.objects) {
      bytes = std::max({bytes, object.add.size(), object.remove.size()});
    }
  }
  return bytes;
}

}  // namespace

void Outbox::advert(Place const& place, AdvertFields const& fields) {
  queue_.emplace_back(PendingAdvert{place, fields, 0});
}

void Outbox::source_frames(Place const& place) {
  if (!place.spec->source_frames.empty()) queue_.emplace_back(PendingSourceFrames{place});
}

void Outbox::submit(Place const& place, bool add, Range range) {
  queue_.emplace_back(PendingSubmit{place, add, range});
}

void Outbox::frames(Place const& place, Range objects) {
  auto const has_frames = [](ObjectSpec const& object) { return !object.frames.empty(); };
  auto const first = place.spec->objects.begin();
  if (std::any_of(first + objects.first, first + objects.last, has_frames)) {
    queue_.emplace_back(PendingFrames{place, objects});
  }
}

void Outbox::paced(Place const& place, std::uint32_t object) {
  if (auto const pace = pace_of(place.spec->objects[object])) pacer_.push({*pace, place.index, object});
}

void Outbox::turn_to(std::unique_ptr<Image const> image) {
  invariant(image != nullptr);
  queue_.reserve(queue_.size() + actions_per_wake_up(*image));
  batch_.reserve(batch_bytes(*image));
  pacer_.turn_to(*image);
  images_.push_back({std::move(image), queue_.size()});
}

Image const* Outbox::image() const { return images_.empty() ? nullptr : images_.front().image.get(); }

bool Outbox::poll(Action& out) {
  while (images_.size() > 1 && images_[1].first_action <= head_) images_.pop_front();
  if (head_ == queue_.size()) {
    queue_.clear();
    head_ = 0;
    return false;
  }
  bool const used_up = std::visit([&](auto& pending) { return take(pending, out); }, queue_[head_]);
  if (used_up) head_++;
  return true;
}

bool Outbox::take(PendingAdvert& pending, Action& out) {
  RouterSpec const& router = *pending.place.spec;
  bool const unicast = !router.peers.empty();
  IpAddress const& destination = unicast ? router.peers[pending.next_peer].address : router.group;
  AdvertFields fields = pending.fields;
  fields.destination = destination;
  out = SendAdvert{router.socket, router.source, destination, router.ttl, encode(router, fields, advert_)};
  return ++pending.next_peer >= router.peers.size();
}

bool Outbox::take(PendingSubmit& pending, Action& out) {
  RouterSpec const& router = *pending.place.spec;
  auto const object = [&]() -> ObjectSpec const& {
    std::uint32_t const i = pending.left.first;
    return router.objects[pending.add ? i : router.removal[i]];
  };
  auto const messages = [&] { return pending.add ? object().add : object().remove; };
  Bus const bus = object().bus;
  batch_.clear();
  do {
    std::span<std::uint8_t const> const next = messages();
    batch_.insert(batch_.end(), next.begin(), next.end());
    pending.left.first++;
  } while (pending.left.first < pending.left.last && object().bus == bus &&
           batch_.size() + messages().size() <= batch_bytes_max);
  out = Submit{pending.place.index, pending.add, bus, batch_};
  return pending.left.first == pending.left.last;
}

bool Outbox::take(PendingFrames& pending, Action& out) {
  std::vector<ObjectSpec> const& objects = pending.place.spec->objects;
  FrameSpec const* const first = objects[pending.objects.first].frames.data();
  std::span<FrameSpec const> const last = objects[pending.objects.last - 1].frames;
  out = SendFrames{{first, last.data() + last.size()}};
  return true;
}

bool Outbox::take(PendingSourceFrames& pending, Action& out) {
  out = SendFrames{pending.place.spec->source_frames};
  return true;
}

}  // namespace kac
