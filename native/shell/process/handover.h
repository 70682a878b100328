#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/handover.h"
#include "core/image/image.h"
#include "shell/process/scheduling.h"
#include "shell/result.h"
#include "shell/unique_fd.h"

/// How a process goes on as another program: what stays open, and how the rest gets there.
namespace kac {

/// The two descriptors of a VrrpSocket, and what they were opened for.
struct KeptSocket {
  SocketSpec spec{};
  std::int32_t receive = -1;
  std::int32_t send = -1;

  template <class Self, class Fields>
  static void exchange(Self& self, Fields& fields) {
    fields(self.spec.local, self.spec.multicast, self.spec.authentication_header, self.spec.interface_index);
    fields(self.spec.receive_buffer_bytes, self.receive, self.send, self.spec.reports_from);
  }
};

/// What receives BFD packets of a family and port.
struct KeptReceiver {
  bool ipv6 = false;
  bool multihop = false;
  std::int32_t fd = -1;

  template <class Self, class Fields>
  static void exchange(Self& self, Fields& fields) {
    fields(self.ipv6, self.multihop, self.fd);
  }
};

/// What the packets of a BFD session leave by.
struct KeptSender {
  std::string identity;
  std::int32_t fd = -1;

  template <class Self, class Fields>
  static void exchange(Self& self, Fields& fields) {
    fields(self.identity, self.fd);
  }
};

/// What of the shell outlives its program. The numbers are of descriptors that are open, -1: of none. Owns nothing.
struct KeptShell {
  std::string control_path;
  std::uint16_t control_version = 0;  // that the controller speaks
  std::int32_t listener = -1;
  std::int32_t claim = -1;
  std::int32_t program = -1;  // of whoever hands over: it goes on when its successor cannot
  std::vector<KeptSocket> sockets;
  KeptScheduling scheduling;
  std::vector<KeptReceiver> receivers;
  std::vector<KeptSender> senders;

  template <class Self, class Fields>
  static void exchange(Self& self, Fields& fields) {
    fields(self.control_path, self.control_version, self.listener, self.claim, self.program, self.sockets);
    fields(self.scheduling, self.receivers, self.senders);
  }
};

/// Everything that was handed over, read and found right.
struct Handover {
  std::vector<std::uint8_t> bytes;
  HandoverReader sections;
  KeptShell shell;
  std::unique_ptr<Image const> image;
};

/// Of a file that holds it. Says what is wrong with it.
std::variant<Handover, std::string> read_handover(int fd);
/// Whether this program can go on from there; the reason why not, or nothing. Tries it without any of the descriptors.
std::string check_handover(int fd);

/// A file without a name that holds `bytes`, and is closed when a program is started.
Result<UniqueFd> file_of(std::span<std::uint8_t const> bytes);

/// Whether the descriptors outlive the start of another program.
Done keep_open(KeptShell const& shell, bool open);

/// The same process becomes `program`, which finds the hand-over in `state`. Returns when that failed. `because`: why
/// the one before could not go on, if that is so.
struct Becoming {
  std::string program;
  std::string control_path;
  int state;
  std::string because;
};
Error become(Becoming const& next);
/// The same for a program that is open.
std::string path_of(int fd);

}  // namespace kac
