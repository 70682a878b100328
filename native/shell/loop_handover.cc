#include <fcntl.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "shell/clock.h"
#include "shell/control/image_digest.h"
#include "shell/control/tell.h"
#include "shell/loop.h"

/// How the loop goes on in another program: the one that hands over, and the one that takes over.
namespace kac {
namespace {

std::string text_of(Error const& error) { return std::string(error.where) + ": " + std::strerror(error.number); }

}  // namespace

/// The program is asked first: it may be of another version, or broken. Meanwhile everything goes on.
std::string Loop::upgrade(Upgrade const& wanted) {
  if (stopping_) return "the engine is shutting down";
  give_up_displaced();
  if (successor_) return successor_->program() + " is being asked already";
  if (wanted.image.empty() && image_ == nullptr) return "there is nothing to take over yet";
  successor_gets_ = {{wanted.image.begin(), wanted.image.end()}, wanted.control_version, server_.controllers()};
  Result<UniqueFd> const state = file_of(handover(kept_shell()).bytes());
  if (!state) return text_of(state.error());
  Result<Successor> asked = Successor::ask(now_, wanted.program, state->get());
  if (!asked) return wanted.program + ": " + std::strerror(asked.error().number);
  if (Done watched = parts_.poller.add(asked->fd(), Source::successor, 0); !watched) return text_of(watched.error());
  successor_.emplace(std::move(*asked));
  return {};
}

/// It was asked for a controller that another one has displaced: that one may want something else.
void Loop::give_up_displaced() {
  if (successor_gets_.asked_by != server_.controllers()) successor_.reset();
}

void Loop::give_up_successor(std::string_view why) {
  server_.stay(successor_->program() + ": " + std::string(why));
  successor_.reset();
}

void Loop::look_after_successor() {
  give_up_displaced();
  if (!successor_) return;
  std::optional<std::string> const verdict = successor_->verdict(now_);
  if (!verdict) return;
  std::string const program = successor_->program();
  successor_.reset();
  std::string why = *verdict;
  if (why.empty()) why = stopping_ ? "the engine is shutting down" : hand_over_to(program);
  server_.stay(program + ": " + why);
}

/// Nothing is left to do now, and what clients have not read yet stays in their sockets. Returns why it failed.
std::string Loop::hand_over_to(std::string const& program) {
  server_.flush();
  UniqueFd const own(open("/proc/self/exe", O_PATH | O_CLOEXEC));
  if (!own) return text_of(last_error("open"));
  KeptShell shell = kept_shell();
  shell.program = own.get();
  Result<UniqueFd> const state = file_of(handover(shell).bytes());
  if (!state) return text_of(state.error());
  Done const kept = keep_open(shell, true);
  std::string const why = text_of(kept ? become({program, shell.control_path, state->get(), {}}) : kept.error());
  Done const closed = keep_open(shell, false);
  return closed ? why : text_of(closed.error());
}

KeptShell Loop::kept_shell() const {
  return {
      .control_path = server_.listener().path(),
      .control_version = successor_gets_.control_version,
      .listener = server_.listener().fd(),
      .claim = parts_.claim.fd(),
      .sockets = sockets_.kept(),
      .scheduling = scheduling_.kept(),
      .receivers = bfd_.kept_receivers(),
      .senders = bfd_.kept_senders(),
  };
}

HandoverWriter Loop::handover(KeptShell const& shell) {
  bool const same_image = successor_gets_.image.empty();
  HandoverWriter out;
  out.section(Section::image, [&](FieldWriter& fields) {
    fields(std::span<std::uint8_t const>(same_image ? image_->bytes : successor_gets_.image));
  });
  engine_.hand_over(out, same_image);
  out.section(Section::shell, [&](FieldWriter& fields) { KeptShell::exchange(shell, fields); });
  out.section(Section::told, [&](FieldWriter& fields) { fields(server_.kept().messages(), server_.kept().lost()); });
  return out;
}

std::string Loop::resume(Handover handover, std::string_view because) {
  if (std::string wrong = take_over(std::move(handover)); !wrong.empty()) return wrong;
  if (because.empty()) return {};
  write_log(event_, real_now(), Severity::error,
            "its successor could not go on: " + std::string(because) + "; this one does");
  server_.publish(event_.finish(), Keep::yes);
  return {};
}

/// The links are read before the routers are there, as at a start, and the addresses when they are: what was removed in
/// between is missed then.
std::string Loop::take_over(Handover handover) {
  now_ = monotonic_now();
  if (Done const started = start(); !started) return text_of(started.error());
  FieldReader told = handover.sections.section(Section::told);
  std::span<std::uint8_t const> events;
  std::uint64_t lost = 0;
  told(events, lost);
  if (Done const taken = sockets_.take(handover.shell.sockets); !taken) return text_of(taken.error());
  bfd_.take(handover.shell.receivers, handover.shell.senders);
  SocketTable::Indices closed = sockets_.prepare(handover.image->sockets);
  SchedulingSpec const scheduling = handover.image->scheduling;
  digest_ = digest_of(handover.image->bytes);
  char const* const wrong = engine_.resume(now_, std::move(handover.image), handover.sections, std::move(closed));
  if (wrong != nullptr) return wrong;
  server_.kept().resume(events, lost);
  scheduling_.resume(handover.shell.scheduling, scheduling);
  schedule(scheduling);
  perform();
  if (Done const read = parts_.monitor.read_all(*this, watched_addresses()); !read) return text_of(read.error());
  perform();
  return {};
}

}  // namespace kac
