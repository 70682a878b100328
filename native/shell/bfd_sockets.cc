#include "shell/bfd_sockets.h"

#include <algorithm>
#include <utility>

#include "shell/seed.h"

namespace kac {

BfdSockets::BfdSockets()
    : chance_(new_seed()),
      receivers_{{{Family::v4, false}, {Family::v4, true}, {Family::v6, false}, {Family::v6, true}}} {}

Done BfdSockets::adopt(std::span<SessionSpec const> sessions, Poller& poller) {
  for (Receiver& receiver : receivers_) {
    receiver.wanted = std::ranges::any_of(sessions, [&](SessionSpec const& session) {
      return session.neighbor.family == receiver.family && session.multihop == receiver.multihop;
    });
    if (!receiver.wanted) receiver.fd.reset();
  }
  std::vector<Sender> senders;
  for (SessionSpec const& session : sessions) senders.push_back(take_sender(session));
  senders_ = std::move(senders);
  return complete(poller);
}

/// The one that an image before has opened, or one that is not open yet.
BfdSockets::Sender BfdSockets::take_sender(SessionSpec const& session) {
  auto const known = std::ranges::find(senders_, session.identity, &Sender::identity);
  if (known == senders_.end()) return {std::string(session.identity), {}};
  // Its TTL may be another one; one that cannot be set is opened anew.
  if (known->fd && !set_bfd_ttl(known->fd.get(), session)) known->fd.reset();
  return std::move(*known);
}

Done BfdSockets::complete(Poller& poller) {
  Done result = done();
  for (std::uint32_t i = 0; i < receivers_.size(); i++) {
    Receiver& receiver = receivers_[i];
    if (!receiver.wanted || receiver.fd) continue;
    Result<UniqueFd> opened = open_bfd_receiver(receiver.family, receiver.multihop);
    Done const watched = opened ? poller.add(opened->get(), Source::bfd, i) : Done(opened.error());
    if (watched) {
      receiver.fd = std::move(*opened);
    } else {
      result = watched;
    }
  }
  return result;
}

Done BfdSockets::send(std::uint32_t index, SessionSpec const& session, std::span<std::uint8_t const> bytes) {
  Sender& sender = senders_[index];
  auto const attempt = [&]() -> Done {
    if (!sender.fd) {
      Result<UniqueFd> opened = open_bfd_sender(session, chance_);
      if (!opened) return opened.error();
      if (Done set = set_bfd_ttl(opened->get(), session); !set) return set;
      sender.fd = std::move(*opened);
    }
    return send_bfd(sender.fd.get(), session, bytes);
  };
  Done sent = attempt();
  int const error = sent ? 0 : sent.error().number;
  return std::exchange(sender.error, error) == error ? done() : sent;
}

}  // namespace kac
