#pragma once

#include <cstddef>
#include <cstdint>

/// The control socket of `kac-engine`: a Unix stream socket, mode 0600, open to root and to the engine's own user.
///
/// Message := u32 length of what follows, u16 type, u16 zero, body. Little-endian; encodings as in image.h. Fields are
/// only ever added at the end of a body: a reader ignores what it does not know there.
///
/// The first message on a connection is the client's Hello; the engine answers with its own and speaks of its own
/// accord afterwards. There are any number of observers and one controller. Events (types 12 to 20) go to every
/// client of its version; while no controller is told, transitions, changes of sessions and failed objects are also
/// kept, up to `kept_bytes_max`, and the next controller gets them right after the Hello. A client that does not read,
/// or breaks a rule of this file, is dropped: the engine never waits.
///
/// Types 1 to 9 keep their form in every version, so that a daemon can always ask another version's engine to step
/// aside. A client whose control version differs may use only these.
namespace kac {

constexpr std::uint16_t control_version = 1;

constexpr std::size_t message_header_bytes = 8;
constexpr std::size_t load_bytes_max = std::size_t{64} << 20;  // the body of `load` and `upgrade`
constexpr std::size_t ask_bytes_max = 4096;                    // the body of any other question
constexpr std::size_t kept_bytes_max = std::size_t{1} << 20;   // events kept while no controller is there

/// A successor takes control from the controller there is; anybody else who is not granted it stays on as an observer.
enum class Role : std::uint8_t { observer = 0, controller = 1, successor = 2 };

enum class Ask : std::uint16_t {
  hello = 1,     // u16 control version, u8 Role
  shutdown = 2,  // empty. Controller only: resign, take everything off, say `finished`, exit.
  // text path of a program, bytes: an image in its version (empty: the one in force). Controller only: the program
  // takes over everything, in the same process. When it has, all connections end; `stays` says that it could not.
  upgrade = 3,

  load = 10,    // bytes: the image. Controller only; answered by `loaded`.
  status = 11,  // empty. Answered by `status`.
  // text tracker id, u8 1 when its value is known, i32 value. Controller only; not answered. The engine keeps the
  // value.
  tracker = 12,
};

enum class Tell : std::uint16_t {
  // u16 control version, u16 image version, u32 pid of the engine, text engine version, u8 1 when control was granted,
  // u32 pid of the controller in the way (0: none), key: 64-bit FNV-1a of the bytes of the image in force, as a
  // little-endian number (0: no image)
  hello = 1,
  finished = 2,   // empty. Everything is off, the engine ends; to every client.
  displaced = 3,  // u32 pid of the new controller. The connection is closed after it.
  refused = 4,    // text why. The answer to a question that could not be taken; the connection is closed after it.
  stays = 5,      // text why. The program of `upgrade` cannot take over: everything is as it was.

  loaded = 10,  // u8 1 when taken, text what was wrong. When not taken the image before it stays in force.
  status = 11,  // i64 monotonic now, i64 real now, list<RouterStatus>, list<Counter> of packets of no router here,
                // list<Stranger>, Lateness, list<SessionStatus>, list<Counter> of BFD packets that were not accepted

  transition = 12,      // i64 real, text router, u8 State from, u8 State to, text Reason, u8 effective priority
  rejected = 13,        // i64 real, text router, text Reject, Ip source
  object_failed = 14,   // i64 real, text router, text object label, u8 1 put on / 0 take off, u32 errno
  log = 15,             // i64 real, u8 Severity, text line
  priority = 17,        // i64 real, text router, u8 State, u8 effective priority: trackers changed it
  stranger = 18,        // i64 real, u32 interface index (0: unicast), u8 VRID, Ip source: no router here has that VRID
  lower_priority = 19,  // i64 real, text router, u8 priority, Ip source: a master heard a lesser one
  session = 20,         // i64 real, text BFD session, u8 bfd::State from, u8 bfd::State to, text why
  lost = 16,            // u64 events that did not fit while no controller was there; before the kept ones
};

enum class Severity : std::uint8_t { error = 0, warning = 1, info = 2 };

// RouterStatus := text name, u8 State, i64 since, text Reason, u8 base priority, u8 effective priority,
//   u8 1 when a master is known, Ip master, u8 master priority, i64 last advert (0: none yet), i64 own interval,
//   i64 master interval, i64 skew, i64 master down interval, u8 1 when the Master_Down_Timer runs, i64 master down at,
//   u32 objects failed, list<Counter>
// Counter := text name, u64 value
// Stranger := u32 interface index, u8 VRID, Ip source, u64 adverts, i64 last heard
// Lateness := list<Late>, i64 sum, i64 max: of the wake-ups that served a timer. Late := i64 micros (-1: any more),
//   u64 wake-ups that were so late at most, and later than the one before
// SessionStatus := text name, Ip neighbour, u8 bfd::State, u8 bfd::State of the neighbour, text why it is down, text
// why
//   the neighbour says it is, u8 1 when whoever tracks it takes the path for good, i64 since, i64 transmit interval,
//   i64 detection time (0: the neighbour is not heard), i64 last heard (0: not), u32 discriminator, u32 that of the
//   neighbour, u64 packets received, u64 sent, u64 times up, u64 times down
//
// Instants are monotonic micros unless called real: those are micros of the Unix epoch. `text Reason`, `text Reject`
// are the words of text() in engine.h. The counters of a router are those of Counters there, in that order and by those
// names, and of each Reject but none: rejected_truncated, rejected_unknown_vrid ...

}  // namespace kac
