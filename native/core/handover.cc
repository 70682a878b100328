#include "core/handover.h"

#include <algorithm>

namespace kac {

char const* HandoverReader::open(std::span<std::uint8_t const> bytes) {
  FieldReader in(bytes);
  std::uint32_t magic = 0;
  std::uint16_t version = 0;
  std::uint16_t zero = 0;
  in(magic, version, zero);
  if (!in.ok() || magic != handover_magic) return "not what an engine hands over";
  if (version != handover_version) return "handed over in another version";
  while (in.left() > 0) {
    std::uint16_t number = 0;
    in(number);
    sections_.push_back({number, in.record()});
  }
  return in.ok() ? nullptr : "what was handed over ends too early";
}

FieldReader HandoverReader::section(Section number) const {
  auto const found = std::ranges::find(sections_, static_cast<std::uint16_t>(number), &Found::number);
  return found == sections_.end() ? FieldReader({}) : found->fields;
}

}  // namespace kac
