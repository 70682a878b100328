#include "core/image/image.h"

#include "core/engine.h"

/// Any octets as an image, for an engine that has none, and for one that has another.
namespace {

using namespace kac;

void drain(Engine& engine) {
  Action action;
  while (engine.poll(action)) continue;
}

void run(Engine& engine, Micros& now, std::unique_ptr<Image const> image) {
  for (RouterSpec const& router : image->routers) {
    engine.link(now, {router.interface_index, router.interface_name, true});
  }
  engine.load(now, std::move(image));
  for (int step = 0; step < 8; step++) {
    now = now + Micros{1'000'000};
    engine.handle_timeout(now);
    drain(engine);
  }
}

std::unique_ptr<Image const> parse(std::span<std::uint8_t const> octets) {
  auto parsed = parse_image(octets);
  auto* const image = std::get_if<0>(&parsed);
  return image == nullptr ? nullptr : std::move(*image);
}

}  // namespace

/// Input: an image, or two with a length before the first.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::span<std::uint8_t const> const input(data, size);
  Engine engine;
  Micros now{};
  if (auto image = parse(input)) run(engine, now, std::move(image));
  if (size > 2) {
    std::span<std::uint8_t const> const rest = input.subspan(2);
    std::size_t const first = std::min<std::size_t>(input[0] << 8 | input[1], rest.size());
    if (auto image = parse(rest.first(first))) run(engine, now, std::move(image));
    if (auto image = parse(rest.subspan(first))) run(engine, now, std::move(image));
  }
  engine.shutdown(now);
  drain(engine);
  return 0;
}
