#include "shell/control/control_server.h"

#include <unistd.h>

#include <algorithm>

#include "core/base/bytes.h"
#include "core/image/image.h"

namespace kac {
namespace {

constexpr std::uint16_t stable_type_max = 9;  // see core/control.h

bool only_controller_may(std::uint16_t type) {
  constexpr Ask asks[] = {Ask::shutdown, Ask::upgrade, Ask::load, Ask::tracker};
  return std::ranges::any_of(asks, [&](Ask ask) { return type == static_cast<std::uint16_t>(ask); });
}

}  // namespace

ControlServer::ControlServer(ControlListener listener, std::string version)
    : listener_(std::move(listener)), version_(std::move(version)) {}

Done ControlServer::start(Poller& poller) {
  poller_ = &poller;
  return poller.add(listener_.fd(), Source::control_listener, 0);
}

ControlClient* ControlServer::controller() {
  for (Slot& client : clients_) {
    if (client && client->controls) return &*client;
  }
  return nullptr;
}

bool ControlServer::has_controller() const {
  return std::ranges::any_of(clients_, [](Slot const& client) { return client && client->controls; });
}

void ControlServer::accept_clients() {
  while (std::optional<ControlClient> client = listener_.accept()) admit(std::move(*client));
}

Done ControlServer::keep_listening() {
  if (!listener_.is_lost()) return done();
  if (Done renewed = listener_.renew(); !renewed) return renewed;
  return start(*poller_);
}

void ControlServer::admit(ControlClient client) {
  Slot& slot = free_slot();
  slot.emplace(std::move(client));
  slot->polled_events = EPOLLIN;
  auto const index = static_cast<std::uint32_t>(&slot - clients_.data());
  if (!poller_->add(slot->fd(), Source::control_client, index)) slot.reset();
}

ControlServer::Slot& ControlServer::free_slot() {
  auto const free = std::ranges::find_if(clients_, [](Slot const& client) { return !client; });
  if (free != clients_.end()) return *free;
  do next_to_go_ = (next_to_go_ + 1) % clients_.size();
  while (clients_[next_to_go_]->controls);
  clients_[next_to_go_].reset();
  return clients_[next_to_go_];
}

void ControlServer::attend(std::uint32_t index, Engineer& engineer) {
  Slot& client = clients_[index];
  if (!client) return;
  if (!client->receive()) return client.reset();
  while (client->phase != ControlClient::Phase::closing) {
    std::optional<ControlClient::Message> const message = client->message();
    if (!message) break;
    answer(*client, *message, engineer);
    client->drop_message();
    // Before the next: who asks without ever reading must not make answers pile up.
    if (!client->flush()) return client.reset();
  }
  if (char const* const fault = client->fault()) refuse(*client, fault);
}

void ControlServer::answer(ControlClient& client, ControlClient::Message const& message, Engineer& engineer) {
  bool const hello = message.type == static_cast<std::uint16_t>(Ask::hello);
  if (hello != (client.phase == ControlClient::Phase::new_here)) {
    return refuse(client, "the first message, and no other, must be hello");
  }
  if (only_controller_may(message.type) && !client.controls) {
    return refuse(client, "only the controller may ask for this");
  }
  if (!hello && !client.same_version() && message.type > stable_type_max) {
    return refuse(client, "this needs the same control version");
  }
  switch (static_cast<Ask>(message.type)) {
    case Ask::hello:
      return greet(client, message.body, engineer);
    case Ask::shutdown:
      return engineer.shutdown();
    case Ask::upgrade:
      return upgrade(client, message.body, engineer);
    case Ask::load:
      return load(client, message.body, engineer);
    case Ask::tracker:
      return take_tracker(client, message.body, engineer);
    case Ask::status:
      engineer.write_status(out_);
      return client.queue(out_.finish());
  }
  refuse(client, "no such question");
}

void ControlServer::greet(ControlClient& client, std::span<std::uint8_t const> body, Engineer& engineer) {
  constexpr std::size_t role_at = 2;
  if (body.size() <= role_at) return refuse(client, "hello is too short");
  if (body[role_at] > static_cast<std::uint8_t>(Role::successor)) return refuse(client, "hello names no role");
  client.phase = ControlClient::Phase::greeted;
  client.version = read_number<std::uint16_t>(body);
  give_control(client, static_cast<Role>(body[role_at]));
  write_hello(client, engineer);
  if (!client.controls || !client.same_version()) return;
  if (kept_.lost() > 0) client.queue(out_.start(Tell::lost).u64(kept_.lost()).finish());
  client.queue(kept_.messages());
  kept_.clear();
}

void ControlServer::give_control(ControlClient& client, Role role) {
  ControlClient* const present = controller();
  bool const wants = role != Role::observer;
  if (present != nullptr && role == Role::successor) {
    present->controls = false;
    present->phase = ControlClient::Phase::closing;
    present->queue(out_.start(Tell::displaced).u32(static_cast<std::uint32_t>(client.pid())).finish());
  }
  client.controls = wants && (present == nullptr || role == Role::successor);
  if (client.controls) controllers_++;
}

void ControlServer::write_hello(ControlClient& client, Engineer& engineer) {
  ControlClient const* const present = controller();
  bool const other = present != nullptr && present != &client;
  out_.start(Tell::hello).u16(control_version).u16(image_version).u32(static_cast<std::uint32_t>(getpid()));
  out_.text(version_).u8(client.controls).u32(other ? static_cast<std::uint32_t>(present->pid()) : 0);
  client.queue(out_.u64(engineer.image_digest()).finish());
}

void ControlServer::load(ControlClient& client, std::span<std::uint8_t const> body, Engineer& engineer) {
  constexpr std::size_t length_bytes = sizeof(std::uint32_t);
  if (body.size() < length_bytes) return refuse(client, "load is too short");
  std::uint32_t const length = read_number<std::uint32_t>(body);
  if (length > body.size() - length_bytes) return refuse(client, "the image is longer than its message");
  std::string const wrong = engineer.load(body.subspan(length_bytes, length));
  client.queue(out_.start(Tell::loaded).u8(wrong.empty()).text(wrong).finish());
}

void ControlServer::upgrade(ControlClient& client, std::span<std::uint8_t const> body, Engineer& engineer) {
  Reader<std::endian::little> in(body);
  std::span<std::uint8_t const> const path = in.take(in.u16());
  std::span<std::uint8_t const> const image = in.take(in.u32());
  if (!in.ok()) return refuse(client, "an upgrade is too short");
  std::string_view const program(reinterpret_cast<char const*>(path.data()), path.size());
  std::string const wrong = engineer.upgrade({std::string(program), image, client.version});
  if (!wrong.empty()) stay(wrong);
}

void ControlServer::stay(std::string_view why) {
  if (ControlClient* const client = controller()) client->queue(out_.start(Tell::stays).text(why).finish());
}

void ControlServer::take_tracker(ControlClient& client, std::span<std::uint8_t const> body, Engineer& engineer) {
  Reader<std::endian::little> in(body);
  std::span<std::uint8_t const> const id = in.take(in.u16());
  bool const known = in.u8() != 0;
  auto const value = static_cast<std::int32_t>(in.u32());
  if (!in.ok()) return refuse(client, "a tracker value is too short");
  engineer.tracker({reinterpret_cast<char const*>(id.data()), id.size()}, known ? std::optional(value) : std::nullopt);
}

void ControlServer::refuse(ControlClient& client, std::string_view why) {
  client.queue(out_.start(Tell::refused).text(why).finish());
  client.phase = ControlClient::Phase::closing;
  client.controls = false;
}

void ControlServer::publish(std::span<std::uint8_t const> event, Keep keep) {
  bool controller_told = false;
  for (Slot& client : clients_) {
    if (!client || client->phase != ControlClient::Phase::greeted || !client->same_version()) continue;
    client->queue(event);
    controller_told |= client->controls;
  }
  if (keep == Keep::yes && !controller_told) kept_.keep(event);
}

void ControlServer::finish() {
  std::span<std::uint8_t const> const finished = out_.start(Tell::finished).finish();
  for (Slot& client : clients_) {
    if (client && client->phase == ControlClient::Phase::greeted) client->queue(finished);
  }
}

void ControlServer::flush() {
  for (std::size_t i = 0; i < clients_.size(); i++) {
    if (clients_[i]) flush(clients_[i], static_cast<std::uint32_t>(i));
  }
}

void ControlServer::flush(Slot& client, std::uint32_t index) {
  bool const alive = client->flush();
  if (!alive || client->phase == ControlClient::Phase::closing) return client.reset();
  std::uint32_t const events = client->has_output() ? EPOLLIN | EPOLLOUT : EPOLLIN;
  if (events == client->polled_events) return;
  client->polled_events = events;
  if (!poller_->change(client->fd(), Source::control_client, index, events)) client.reset();
}

}  // namespace kac
