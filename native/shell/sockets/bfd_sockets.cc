#include "shell/sockets/bfd_sockets.h"

#include <algorithm>
#include <utility>

#include "shell/process/seed.h"

namespace kac {

BfdSockets::BfdSockets()
    : chance_(new_seed()),
      receivers_{{{Family::v4, false}, {Family::v4, true}, {Family::v6, false}, {Family::v6, true}}} {}

Done BfdSockets::adopt(std::span<SessionSpec const> sessions, Poller& poller) {
  for (Receiver& receiver : receivers_) {
    receiver.wanted = std::ranges::any_of(sessions, [&](SessionSpec const& session) {
      return session.neighbor.family == receiver.family && session.multihop == receiver.multihop;
    });
    if (receiver.wanted) continue;
    receiver.fd.reset();
    receiver.watched = false;
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
    if (!receiver.wanted || receiver.watched) continue;
    if (!receiver.fd) {
      Result<UniqueFd> opened = open_bfd_receiver(receiver.family, receiver.multihop);
      if (!opened) {
        result = opened.error();
        continue;
      }
      receiver.fd = std::move(*opened);
    }
    Done const watched = poller.add(receiver.fd.get(), Source::bfd, i);
    receiver.watched = static_cast<bool>(watched);
    if (!watched) result = watched;
  }
  return result;
}

std::vector<KeptReceiver> BfdSockets::kept_receivers() const {
  std::vector<KeptReceiver> kept;
  for (Receiver const& one : receivers_) {
    if (one.fd) kept.push_back({one.family == Family::v6, one.multihop, one.fd.get()});
  }
  return kept;
}

std::vector<KeptSender> BfdSockets::kept_senders() const {
  std::vector<KeptSender> kept;
  for (Sender const& one : senders_) {
    if (one.fd) kept.push_back({one.identity, one.fd.get()});
  }
  return kept;
}

void BfdSockets::take(std::span<KeptReceiver const> receivers, std::span<KeptSender const> senders) {
  for (Receiver& own : receivers_) {
    for (KeptReceiver const& kept : receivers) {
      bool const same = kept.ipv6 == (own.family == Family::v6) && kept.multihop == own.multihop;
      if (same) own.fd = UniqueFd(kept.fd);
    }
  }
  for (KeptSender const& kept : senders) senders_.push_back({kept.identity, UniqueFd(kept.fd)});
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
