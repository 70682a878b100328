#include <cstring>
#include <string>
#include <utility>

#include "shell/clock.h"
#include "shell/control/tell.h"
#include "shell/loop.h"

/// What the loop does for BFD sessions.
namespace kac {

void Loop::receive_bfd(std::uint32_t receiver) {
  bfd_.receive(receiver, [this](bfd::Arrival const& arrival) { engine_.receive(now_, arrival); });
}

void Loop::said_of_bfd(Done const& opened) {
  int const error = opened ? 0 : opened.error().number;
  if (std::exchange(bfd_error_, error) == error || error == 0) return;
  log(Severity::error, std::string("cannot receive BFD packets: ") + std::strerror(error));
}

void Loop::perform(SendBfd const& action) {
  SessionSpec const& session = image_->sessions[action.session];
  Done const sent = bfd_.send(action.session, session, action.bytes);
  if (sent) return;
  log(Severity::warning,
      std::string(session.name) + ": BFD packets do not leave: " + std::strerror(sent.error().number));
}

void Loop::perform(SessionChange const& action) {
  write_session(event_, real_now(), image_->sessions[action.session].name, action);
  server_.publish(event_.finish(), ControlServer::Keep::yes);
}

}  // namespace kac
