#include "core/router/pacer.h"

#include <algorithm>

#include "core/base/invariant.h"

namespace kac {

std::optional<std::uint16_t> pace_of(ObjectSpec const& object) {
  if (object.frames.empty() || object.frames.front().pace == 0) return std::nullopt;
  return static_cast<std::uint16_t>(object.frames.front().pace - 1);
}

void Pacer::turn_to(Image const& image) {
  queues_.assign(image.paces.size(), {});
  std::vector<std::size_t> objects(image.paces.size());
  for (RouterSpec const& router : image.routers) {
    for (ObjectSpec const& object : router.objects) {
      if (std::optional<std::uint16_t> const pace = pace_of(object)) objects[*pace]++;
    }
  }
  for (std::size_t i = 0; i < queues_.size(); i++) {
    queues_[i].interval = image.paces[i];
    if (sent_at_) queues_[i].free_at = *sent_at_ + image.paces[i];
    queues_[i].ring.resize(objects[i]);
  }
}

void Pacer::push(Waiting const& waiting) {
  Queue& queue = queues_[waiting.pace];
  invariant(queue.count < queue.ring.size());
  queue.ring[(queue.first + queue.count) % queue.ring.size()] = {waiting.router, waiting.object};
  queue.count++;
}

std::optional<Micros> Pacer::next() const {
  std::optional<Micros> next;
  for (Queue const& queue : queues_) {
    if (queue.count > 0 && (!next || queue.free_at < *next)) next = queue.free_at;
  }
  return next;
}

std::optional<Pacer::Waiting> Pacer::take(Micros now) {
  for (std::size_t i = 0; i < queues_.size(); i++) {
    Queue& queue = queues_[i];
    if (queue.count == 0 || queue.free_at > now) continue;
    Place const place = queue.ring[queue.first];
    queue.first = (queue.first + 1) % queue.ring.size();
    queue.count--;
    return Waiting{static_cast<std::uint16_t>(i), place.router, place.object};
  }
  return std::nullopt;
}

void Pacer::sent(std::uint16_t pace, Micros now) {
  queues_[pace].free_at = now + queues_[pace].interval;
  sent_at_ = now;
}

std::vector<Pacer::Line> Pacer::lines() const {
  std::vector<Line> lines;
  for (Queue const& queue : queues_) {
    Line& line = lines.emplace_back(Line{queue.free_at, {}});
    for (std::size_t i = 0; i < queue.count; i++) {
      line.places.push_back(queue.ring[(queue.first + i) % queue.ring.size()]);
    }
  }
  return lines;
}

void Pacer::resume(std::span<Line const> lines) {
  for (std::size_t i = 0; i < std::min(lines.size(), queues_.size()); i++) queues_[i].free_at = lines[i].free_at;
}

}  // namespace kac
