#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "shell/control/control_client.h"
#include "shell/control/control_listener.h"
#include "shell/control/kept_events.h"
#include "shell/control/message.h"
#include "shell/poller.h"

namespace kac {

/// Speaks core/control.h with everybody who is connected.
class ControlServer {
 public:
  /// Who answers what clients ask.
  class Engineer {
   public:
    /// FNV-1a of the image in force, 0 without one.
    [[nodiscard]] virtual std::uint64_t image_digest() const = 0;
    /// Says what is wrong with the image; empty when it is taken.
    virtual std::string load(std::span<std::uint8_t const> image) = 0;
    /// The whole message.
    virtual void write_status(MessageWriter& out) const = 0;
    virtual void tracker(std::string_view id, std::optional<std::int32_t> value) = 0;
    virtual void shutdown() = 0;
    struct Upgrade {
      std::string program;
      std::span<std::uint8_t const> image;  // empty: the one in force
      std::uint16_t control_version;        // of who asks
    };
    /// Says what is wrong; empty when the program is being asked, and stay() may follow.
    virtual std::string upgrade(Upgrade const& wanted) = 0;

   protected:
    ~Engineer() = default;
  };

  ControlServer(ControlListener listener, std::string version);

  /// `poller` must outlive the server.
  Done start(Poller& poller);

  /// Reads what a client sent, and answers. `index` is the poller's.
  void attend(std::uint32_t index, Engineer& engineer);
  void accept_clients();
  /// Listens again when the socket's file was removed.
  Done keep_listening();
  /// Sends what was queued in this wake-up.
  void flush();

  enum class Keep : bool { no, yes };
  /// To every client of our version; one to be kept waits for the next controller when none was told.
  void publish(std::span<std::uint8_t const> event, Keep keep);
  /// Tells everybody that the engine ends.
  void finish();
  /// Tells the controller that no other program takes over.
  void stay(std::string_view why);
  [[nodiscard]] bool has_controller() const;
  /// How many there have been: who asked for something may not be the one who would hear the answer.
  [[nodiscard]] std::uint64_t controllers() const { return controllers_; }
  [[nodiscard]] ControlListener const& listener() const { return listener_; }
  KeptEvents& kept() { return kept_; }

 private:
  // Observers make room for whoever comes when all are taken.
  static constexpr std::size_t clients_max = 32;
  using Slot = std::optional<ControlClient>;

  void answer(ControlClient& client, ControlClient::Message const& message, Engineer& engineer);
  void greet(ControlClient& client, std::span<std::uint8_t const> body, Engineer& engineer);
  void give_control(ControlClient& client, Role role);
  void write_hello(ControlClient& client, Engineer& engineer);
  void take_tracker(ControlClient& client, std::span<std::uint8_t const> body, Engineer& engineer);
  void upgrade(ControlClient& client, std::span<std::uint8_t const> body, Engineer& engineer);
  void load(ControlClient& client, std::span<std::uint8_t const> body, Engineer& engineer);
  void refuse(ControlClient& client, std::string_view why);
  void admit(ControlClient client);
  void flush(Slot& client, std::uint32_t index);
  Slot& free_slot();
  [[nodiscard]] ControlClient* controller();

  ControlListener listener_;
  std::string version_;
  Poller* poller_ = nullptr;
  std::array<Slot, clients_max> clients_;
  std::size_t next_to_go_ = 0;
  std::uint64_t controllers_ = 0;
  KeptEvents kept_;
  MessageWriter out_;
};

}  // namespace kac
