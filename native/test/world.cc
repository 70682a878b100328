#include "test/world.h"

#include <algorithm>
#include <cerrno>

#include "core/packets/advert.h"
#include "core/router/judge.h"

namespace kac::test {
namespace {

constexpr char const* not_understood = "not understood";

}  // namespace

std::map<std::string, World::Command> const& World::commands() {
  static std::map<std::string, Command> const table = {{"router", &World::router},
                                                       {"change", &World::change},
                                                       {"drop", &World::drop},
                                                       {"load", &World::load},
                                                       {"link", &World::link},
                                                       {"socket", &World::socket},
                                                       {"address", &World::address},
                                                       {"advert", &World::advert},
                                                       {"again", &World::again},
                                                       {"clock", &World::clock},
                                                       {"tracker", &World::tracker},
                                                       {"refuse", &World::refuse},
                                                       {"lose", &World::lose},
                                                       {"run", &World::run},
                                                       {"stall", &World::stall},
                                                       {"status", &World::status},
                                                       {"counters", &World::counters},
                                                       {"shutdown", &World::shutdown},
                                                       {"session", &World::session},
                                                       {"bfd", &World::bfd},
                                                       {"bfd-status", &World::bfd_status},
                                                       {"bfd-rejected", &World::bfd_rejected}};
  return table;
}

std::string World::play(std::string const& block) {
  output_.clear();
  for (std::string const& line : split_lines(block)) {
    if (line.starts_with("#")) continue;
    Words const words = split_words(line);
    auto const command = words.empty() ? commands().end() : commands().find(words[0]);
    std::optional<std::string> const wrong =
        command == commands().end() ? not_understood : (this->*command->second)(words);
    if (wrong) say("?? " + line + ": " + *wrong);
  }
  drain();
  hand_over();
  say("");
  return output_;
}

/// As the shell does it: through the bytes, and the links are told before.
void World::hand_over() {
  if (!hands_over_ || over_ || engine_->image() == nullptr) return;
  HandoverWriter out;
  engine_->hand_over(out, true);
  HandoverReader in;
  char const* wrong = in.open(out.bytes());
  auto image = parse_image(engine_->image()->bytes);
  engine_ = std::make_unique<Engine>();
  for (auto const& [index, link] : links_) engine_->link(now_, {index, link.first, link.second});
  if (wrong == nullptr) wrong = engine_->resume(now_, std::move(*std::get_if<0>(&image)), in, closed_);
  if (wrong != nullptr) say(std::string("?? ") + wrong);
  drain();
}

std::optional<std::string> World::router(Words const& words) {
  if (words.size() < 2) return not_understood;
  if (RouterDraft* const before = draft(words)) {
    *before = new_draft(words[1]);
  } else {
    drafts_.push_back(new_draft(words[1]));
  }
  return change(words);
}

std::optional<std::string> World::change(Words const& words) {
  RouterDraft* const changed = draft(words);
  return changed == nullptr ? "no such router" : describe(*changed, words, 2);
}

std::optional<std::string> World::drop(Words const& words) {
  if (SessionDraft const* const session = session_draft(words)) {
    sessions_.erase(sessions_.begin() + (session - sessions_.data()));
    return std::nullopt;
  }
  RouterDraft const* const dropped = draft(words);
  if (dropped == nullptr) return "no such router";
  drafts_.erase(drafts_.begin() + (dropped - drafts_.data()));
  return std::nullopt;
}

std::optional<std::string> World::load(Words const& words) {
  std::unique_ptr<Image const> image = make_image(drafts_, sessions_);
  sockets_.clear();
  closed_.clear();
  for (RouterSpec const& router : image->routers) {
    sockets_.push_back(router.socket);
    if (std::find(words.begin() + 1, words.end(), router.name) != words.end()) closed_.insert(router.socket);
  }
  engine_->load(now_, std::move(image), closed_);
  return std::nullopt;
}

std::optional<std::string> World::link(Words const& words) {
  std::optional<InterfaceDraft> const interface = words.size() == 3 ? read_interface(words[1]) : std::nullopt;
  if (!interface) return not_understood;
  bool const gone = words[2] == "gone";
  if (!gone && words[2] != "up" && words[2] != "down") return not_understood;
  links_.erase(interface->index);
  if (!gone) links_.emplace(interface->index, std::pair(interface->name, words[2] == "up"));
  engine_->link(now_, {interface->index, gone ? "" : interface->name, words[2] == "up"});
  return std::nullopt;
}

std::optional<std::string> World::socket(Words const& words) {
  std::optional<std::size_t> const router = loaded(words);
  if (!router || words.size() != 3 || (words[2] != "open" && words[2] != "closed")) return not_understood;
  bool const open = words[2] == "open";
  if (open) closed_.erase(sockets_[*router]);
  if (!open) closed_.insert(sockets_[*router]);
  engine_->socket(now_, sockets_[*router], open);
  return std::nullopt;
}

std::optional<std::string> World::address(Words const& words) {
  if (words.size() < 4 || (words[3] != "added" && words[3] != "removed")) return not_understood;
  std::optional<InterfaceDraft> const interface = read_interface(words[1]);
  Words const parts = split_words(words[2], '/');
  std::optional<IpAddress> const value = read_address(parts[0]);
  if (!interface || !value || parts.size() != 2) return not_understood;
  auto const prefix = static_cast<std::uint8_t>(read_number(parts[1]).value_or(0));
  engine_->address(now_, {interface->index, *value, prefix, words[3] == "added", words.back() == "us"});
  return std::nullopt;
}

/// The sender is a copy of the receiver's configuration, with its own address and what else is said.
std::optional<std::string> World::advert(Words const& words) {
  std::optional<std::size_t> const receiver = loaded(words);
  if (!receiver || words.size() < 4 || words[2] != "from") return not_understood;
  std::optional<IpAddress> const source = read_address(words[3]);
  if (!source) return not_understood;
  RouterDraft sender = drafts_[*receiver];
  RouterSpec const& receiving = sender.spec;
  bool const unicast = !receiving.peers.empty();
  IpAddress destination = unicast ? receiving.source : receiving.group;
  if (auto const wrong = describe(sender, words, 4)) return wrong;
  sender.spec.source = *source;
  bool const priority_zero = sender.spec.priority == 0;
  if (priority_zero) sender.spec.priority = 1;
  std::unique_ptr<Image const> const image = make_image({sender});
  RouterSpec const& spec = image->routers[0];
  sequence_++;
  auto const stamp = static_cast<std::uint64_t>(now_.count / 1'000'000) << 32 | sequence_;
  std::array<std::uint8_t, advert_bytes_max> room{};
  std::uint8_t const priority = priority_zero ? 0 : spec.priority;
  auto const bytes = encode(spec, {priority, 1, usual_pseudo_header(spec), sequence_, stamp, destination}, room);
  last_octets_.assign(bytes.begin(), bytes.end());
  last_advert_ = {last_octets_, *source, destination, spec.ttl};
  engine_->receive(now_, sockets_[*receiver], last_advert_);
  return std::nullopt;
}

std::optional<std::string> World::again(Words const& words) {
  std::optional<std::size_t> const receiver = loaded(words);
  if (!receiver) return "no such router";
  engine_->receive(now_, sockets_[*receiver], last_advert_);
  return std::nullopt;
}

std::optional<std::string> World::clock(Words const& words) {
  std::optional<Micros> const ahead = words.size() == 2 ? read_duration(words[1]) : std::nullopt;
  if (!ahead) return not_understood;
  Micros const step = engine_->wall_clock(now_, now_ + *ahead);
  if (step != Micros{}) say("the clock was stepped by " + show(step));
  return std::nullopt;
}

std::optional<std::string> World::tracker(Words const& words) {
  if (words.size() != 3) return not_understood;
  std::optional<std::int32_t> const value = read_signed(words[2]);
  if (!value && words[2] != "unknown") return not_understood;
  engine_->tracker(now_, words[1], value);
  return std::nullopt;
}

std::optional<std::string> World::refuse(Words const& words) {
  return about_object(words, [&](std::uint32_t router, std::uint32_t object) {
    static_cast<void>(engine_->object_failed(now_, router, object, true, EINVAL));
  });
}

std::optional<std::string> World::lose(Words const& words) {
  bool const by_kernel = words.size() == 5 && words[3] == "by" && words[4] == "kernel";
  return about_object(
      by_kernel ? Words(words.begin(), words.begin() + 3) : words,
      [&](std::uint32_t router, std::uint32_t object) { engine_->object_lost(now_, router, object, by_kernel); });
}

template <class Tell>
std::optional<std::string> World::about_object(Words const& words, Tell tell) const {
  std::optional<std::size_t> const router = loaded(words);
  if (!router || words.size() != 3) return not_understood;
  std::vector<ObjectSpec> const& objects = engine_->image()->routers[*router].objects;
  auto const named = [&](ObjectSpec const& object) { return object.label.starts_with(words[2] + " "); };
  auto const object = std::ranges::find_if(objects, named);
  if (object == objects.end()) return "no such object";
  tell(static_cast<std::uint32_t>(*router), static_cast<std::uint32_t>(object - objects.begin()));
  return std::nullopt;
}

std::optional<std::string> World::run(Words const& words) {
  std::optional<Micros> const span = words.size() == 2 ? read_duration(words[1]) : std::nullopt;
  if (!span) return not_understood;
  drain();
  Micros const end = now_ + *span;
  while (std::optional<Micros> const next = engine_->next_timeout()) {
    if (*next > end) break;
    now_ = std::max(now_, *next);
    engine_->handle_timeout(now_);
    drain();
    hand_over();
  }
  now_ = end;
  return std::nullopt;
}

std::optional<std::string> World::stall(Words const& words) {
  std::optional<Micros> const span = words.size() == 2 ? read_duration(words[1]) : std::nullopt;
  if (!span) return not_understood;
  drain();
  now_ = now_ + *span;
  return std::nullopt;
}

std::optional<std::string> World::shutdown(Words const&) {
  over_ = true;
  engine_->shutdown(now_);
  return std::nullopt;
}

RouterDraft* World::draft(Words const& words) {
  if (words.size() < 2) return nullptr;
  auto const found = std::ranges::find(drafts_, words[1], &RouterDraft::name);
  return found == drafts_.end() ? nullptr : &*found;
}

/// The router that the newest image has under this name; drafts_ has it at the same place after `load`.
std::optional<std::size_t> World::loaded(Words const& words) const {
  for (std::size_t i = 0; words.size() > 1 && i < engine_->router_count(); i++) {
    if (engine_->status(i).name == words[1]) return i;
  }
  return std::nullopt;
}

}  // namespace kac::test
