#pragma once

#include <cstdint>

/// The control socket of `kac-engine`: a Unix stream socket, mode 0600. Each message is u32 length of what follows,
/// u16 type, u16 zero, body; little-endian, encodings as in image.h. The first message on a connection is Hello. Types
/// 1 to 9 keep their form in every version, so that a daemon can always ask another version's engine to step aside.
namespace kac {

constexpr std::uint16_t control_version = 1;

enum class Ask : std::uint16_t {
  hello = 1,     // u16 control version, u8 role (0 observer, 1 controller, 2 controller that displaces another)
  shutdown = 2,  // resign, take everything off, exit; answered by `finished`, then the engine closes
  load = 10,     // bytes: the image
  status = 11,   // answered by `status`
};

enum class Tell : std::uint16_t {
  hello = 1,     // u16 control version, u16 image version, u32 pid, text engine version, u8 1 when control was granted,
                 // u32 pid of the controller that stood in the way (0: none), bytes SHA-less digest: 8-byte FNV-1a of image
  finished = 2,
  displaced = 3, // another controller took over; the connection is closed after this
  loaded = 10,   // u8 1 when taken, text: what was wrong
  status = 11,   // i64 now monotonic, i64 now real (unix micros), list<router status>, see shell/status_writer
  transition = 12,     // i64 real, text router, u8 from, u8 to, u8 reason (text), u8 effective priority
  rejected = 13,       // i64 real, text router, text reject, Ip source
  object_failed = 14,  // i64 real, text router, text object label, u8 1 add / 0 remove, u32 errno
};

}  // namespace kac
