#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/address.h"
#include "core/base/deadline_heap.h"
#include "core/base/time.h"
#include "shell/poller.h"
#include "shell/result.h"
#include "shell/unique_fd.h"

namespace kac {

enum class ProbeKind : std::uint8_t {
  connect,   // TCP: a connection is enough
  open,      // TCP: the connection is wanted, and handed over
  exchange,  // TCP: send, then read to the end
  datagram,  // UDP: send, then wait for an answer or an ICMP error
  echo,      // ICMP or ICMPv6
};

/// One attempt to reach a server.
struct ProbeOrder {
  std::uint32_t id = 0;  // whatever the caller knows it by
  ProbeKind kind = ProbeKind::connect;
  IpAddress to;
  std::uint16_t port = 0;
  std::optional<IpAddress> from;
  std::uint16_t from_port = 0;
  std::string interface;     // SO_BINDTODEVICE; empty for any
  std::uint32_t fwmark = 0;  // SO_MARK; 0 for none
  Micros timeout;            // of each step: the connection, and each wait for data
  std::vector<std::uint8_t> payload;
  std::uint32_t answer_max = 0;  // bytes kept of an answer
};

enum class ProbeOutcome : std::uint8_t {
  connected,
  answered,   // the whole answer, to its end
  silent,     // sent, and nothing came in time
  timed_out,  // no connection in time
  refused,    // `error` says how
  cut,        // broken off after the connection: `error`, or 0 for an end in the middle
  too_long,   // more than answer_max; what was kept is there
  unable,     // no attempt could be made: `error` and `where`
};

struct ProbeReport {
  std::uint32_t id;
  ProbeOutcome outcome;
  int error;          // errno, or 0
  char const* where;  // the system call, for `unable`
  Micros connected;   // from the start to the connection; 0 without one
  Micros took;
  std::vector<std::uint8_t> answer;
  UniqueFd connection;  // of ProbeKind::open
};

/// Many attempts at a time, on non-blocking sockets. Nobody waits: fd() becomes readable when there is something to do.
class Prober {
 public:
  static constexpr std::uint32_t attempts_max = 4096;

  static Result<Prober> open();

  [[nodiscard]] int fd() const { return poller_.fd(); }
  /// True while another attempt can be started.
  [[nodiscard]] bool has_room() const { return !free_.empty(); }
  /// Needs room. What is over at once is reported by the next pump().
  void start(ProbeOrder order, Micros now);
  /// The attempt with this id is not reported any more.
  void cancel(std::uint32_t id);
  /// Does what is to be done, and what is over by then is handed out.
  std::vector<ProbeReport> pump(Micros now);

 private:
  struct Attempt {
    ProbeOrder order;
    UniqueFd socket;
    Micros started;
    Micros connected;
    bool raw = false;     // see ProbeSocket
    bool linked = false;  // the connection stands, or the socket needs none
    std::size_t sent = 0;
    std::vector<std::uint8_t> answer;
  };

  explicit Prober(Poller poller);

  void begin(std::uint32_t slot, Micros now);
  void proceed(std::uint32_t slot, Micros now);
  void send(std::uint32_t slot, Micros now);
  void receive(std::uint32_t slot, Micros now);
  bool take(Attempt& attempt, std::span<std::uint8_t const> data);
  void wake_by(Micros deadline);
  void expire(std::uint32_t slot, Micros now);
  void finish(std::uint32_t slot, Micros now, ProbeOutcome outcome, Error error = {0, ""});

  Poller poller_;
  std::vector<Attempt> attempts_;
  std::vector<std::uint32_t> free_;
  DeadlineHeap deadlines_;
  std::optional<Micros> alarm_;  // fd() becomes readable then, at the latest
  std::vector<ProbeReport> reports_;
};

}  // namespace kac
