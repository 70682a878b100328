#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/fields.h"

/// What one kac-engine leaves to the next, which goes on with the same roles in the same process: no transition, and
/// nothing on the wire tells of it.
///
///   u32 magic "KACH", u16 handover_version, u16 zero, and sections: u16 Section, u32 length, bytes
///
/// A section or a field that is not known is left out, one that is not there leaves things as they are at a start: so
/// engines of neighbouring versions take over from each other, in both directions. Numbers of sections and enumerators
/// (Timer, State, Reason, Reject, Hold ...) are never used for something else: new ones go to the end. What cannot be
/// told so needs a new handover_version, which others refuse before anything is given up.
///
/// Something new that is to outlive the engine gets a Section of its own, filled and read beside the others in
/// Engine::hand_over() and Engine::resume(), or in shell/process/handover.cc when it is made of descriptors.
namespace kac {

constexpr std::uint32_t handover_magic = 0x4843414b;
constexpr std::uint16_t handover_version = 1;

enum class Section : std::uint16_t {
  image = 1,    // the image that the successor is to have in force
  engine = 2,   // what is not of one router
  routers = 3,  // a record each: text identity, record Machine
  waiting = 4,  // announcements that wait for their pace, in order; only with the image that they were made for
  shell = 5,    // descriptors, by number
  told = 6,     // events that no controller has heard of yet
  sessions =
      7,      // of BFD: record Chance, u64s of packets not accepted, and a record each: text identity, record Session
  names = 8,  // list of texts: of the routers, in their order
};

class HandoverWriter {
 public:
  HandoverWriter() {
    FieldWriter fields(bytes_);
    fields(handover_magic, handover_version, std::uint16_t{0});
  }

  /// `write` gets the FieldWriter of the section.
  template <class Write>
  void section(Section number, Write write) {
    FieldWriter fields(bytes_);
    fields(static_cast<std::uint16_t>(number));
    fields.record([&] { write(fields); });
  }
  [[nodiscard]] std::span<std::uint8_t const> bytes() const { return bytes_; }

 private:
  std::vector<std::uint8_t> bytes_;
};

class HandoverReader {
 public:
  /// What is wrong with the form, or null.
  char const* open(std::span<std::uint8_t const> bytes);
  /// Nothing is left() in one that is not there.
  [[nodiscard]] FieldReader section(Section number) const;

 private:
  struct Found {
    std::uint16_t number;
    FieldReader fields;
  };
  std::vector<Found> sections_;
};

}  // namespace kac
