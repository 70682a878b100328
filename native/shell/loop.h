#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine.h"
#include "shell/control/control_server.h"
#include "shell/netlink/netlink_batch.h"
#include "shell/netlink/netlink_monitor.h"
#include "shell/poller.h"
#include "shell/process/handover.h"
#include "shell/process/namespace_claim.h"
#include "shell/process/scheduling.h"
#include "shell/process/successor.h"
#include "shell/sockets/bfd_sockets.h"
#include "shell/sockets/frame_socket.h"
#include "shell/sockets/socket_table.h"

/// The engine's I/O shell: sockets, netlink, clock and control socket around core/engine.h. Decides nothing about
/// VRRP, and never waits but in Poller::wait().
namespace kac {

/// Everything that can fail to open, opened.
struct LoopParts {
  Poller poller;
  UniqueFd signals;  // a signalfd: any signal on it asks for shutdown
  NamespaceClaim claim;
  FrameSocket frames;
  NetlinkBatch batch;
  NetlinkMonitor monitor;

  /// Takes the claim only when all went well.
  static Result<LoopParts> open(UniqueFd signals, NamespaceClaim&& claim);
};

class Loop final : ControlServer::Engineer, NetlinkMonitor::Listener {
 public:
  Loop(LoopParts parts, ControlListener listener, std::string version);

  /// In place of load(), before run(): goes on where a predecessor in this process stopped. Says what is wrong; then
  /// its descriptors are as they were. `because`: why the program meant to succeed this one could not.
  std::string resume(Handover handover, std::string_view because);

  /// Until everything is resigned after a shutdown, or there is nothing to do: no router, no session, and no controller
  /// for `idle_max`, as when a daemon dies before its first load.
  Done run();

 private:
  std::uint64_t image_digest() const override { return digest_; }
  std::string load(std::span<std::uint8_t const> bytes) override;
  void write_status(MessageWriter& out) const override;
  void tracker(std::string_view id, std::optional<std::int32_t> value) override { engine_.tracker(now_, id, value); }
  void shutdown() override;
  std::string upgrade(Upgrade const& wanted) override;
  void link(LinkFact const& fact) override;
  void address(AddressFact const& fact) override { engine_.address(now_, fact); }
  void routing_lost(RoutingWatch::Followed const& lost, bool by_kernel) override {
    engine_.object_lost(now_, lost.router, lost.object, by_kernel);
  }

  Done start();
  std::string take_over(Handover handover);
  [[nodiscard]] HandoverWriter handover(KeptShell const& shell);
  [[nodiscard]] KeptShell kept_shell() const;
  std::string hand_over_to(std::string const& program);
  void look_after_successor();
  void give_up_displaced();
  void give_up_successor(std::string_view why);
  void wake_up(std::span<Poller::Ready const> ready);
  [[nodiscard]] Micros deadline();
  [[nodiscard]] bool is_idle() const {
    return engine_.router_count() == 0 && engine_.session_count() == 0 && !server_.has_controller();
  }

  void schedule(SchedulingSpec const& spec);
  void receive(std::uint32_t socket);
  void receive_bfd(std::uint32_t receiver);
  void look_after_sockets();
  void said_of_sockets();
  /// Whether all sockets of sessions are open: each failure is said once.
  void said_of_bfd(Done const& opened);
  void read_monitor();
  void make_up_for_missed();
  void said_of_monitor(Done const& read);
  void take_signals();
  /// Sees to it that clients find the engine.
  void look_after_listening();
  [[nodiscard]] std::vector<AddressFact> watched_addresses() const;

  void perform();
  void turn_to_image();
  void follow(Image const& image);
  void perform(SendAdvert const& action);
  void perform(SendFrames const& action);
  void perform(Submit const& action);
  void perform(Transition const& action);
  void perform(PriorityChange const& action);
  void perform(Rejected const& action);
  void perform(LowerPriority const& action);
  void perform(HeldUp const& action);
  void perform(Stranger const& action);
  void perform(SendBfd const& action);
  void perform(SessionChange const& action);
  void perform(Finished const& action);

  void refused(Submit const& submit, NetlinkBatch::Refusal const& refusal);
  void look_after_priority(Micros due);
  using Keep = ControlServer::Keep;
  void log(Severity severity, std::string_view line);

  LoopParts parts_;
  Engine engine_;
  Scheduling scheduling_;
  SocketTable sockets_;
  ReceiveBatch received_;
  BfdSockets bfd_;
  ControlServer server_;
  MessageWriter event_;
  std::optional<Successor> successor_;  // being asked
  struct {
    std::vector<std::uint8_t> image;  // empty: the one in force
    std::uint16_t control_version;
    std::uint64_t asked_by;  // see ControlServer::controllers()
  } successor_gets_{};
  Image const* image_ = nullptr;  // what indices in actions mean
  std::uint64_t digest_ = 0;
  Micros now_;  // of this wake-up
  std::optional<Micros> idle_since_;
  Micros look_at_{};
  int listen_error_ = 0;
  int frames_error_ = 0;
  int bfd_error_ = 0;
  int monitor_error_ = 0;
  bool missed_ = false;  // news of the kernel
  bool started_ = false;
  bool stopping_ = false;
  bool finished_ = false;
};

}  // namespace kac
