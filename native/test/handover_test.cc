#include "core/handover.h"

#include <algorithm>

#include "core/engine.h"
#include "test/draft.h"
#include "test/harness.h"

/// What the scripts, each of which is also played handed over again and again, cannot show: other versions, and octets
/// that nobody wrote.
namespace kac::test {
namespace {

constexpr Micros begin{1'000'000'000};
constexpr Micros hour{3'600'000'000};

std::unique_ptr<Image const> image_of(std::vector<std::string> const& lines) {
  Drafts drafts;
  for (std::string const& line : lines) {
    Words const words = split_words(line);
    auto const wrong = describe(drafts.emplace_back(new_draft(words[0])), words, 1);
    check(!wrong, line + ": " + wrong.value_or(""));
  }
  return make_image(drafts, {new_session("link")});
}

std::unique_ptr<Image const> example_image() {
  return image_of({
      "VI_1 version 2 ah pass s3cr3t vip 192.0.2.100/24 track disk,-20",
      "VI_2 vrid 52 version 3 priority 255 pace 1s garp-delay 9s vip 192.0.2.102/24 vip 192.0.2.103/24",
  });
}

std::vector<Action> drain(Engine& engine) {
  std::vector<Action> actions;
  Action action;
  while (engine.poll(action)) actions.push_back(action);
  return actions;
}

bool is_transition(Action const& action) { return std::holds_alternative<Transition>(action); }

void run(Engine& engine, Micros& now, Micros span) {
  Micros const end = now + span;
  while (engine.next_timeout() && *engine.next_timeout() <= end) {
    now = std::max(now, *engine.next_timeout());
    engine.handle_timeout(now);
    drain(engine);
  }
  now = end;
}

/// Of an engine with a master that announces, at `begin`.
std::vector<std::uint8_t> example() {
  Engine engine;
  Micros now = begin - Micros{5'000'000};
  engine.link(now, {2, "eth0", true});
  engine.tracker(now, "disk", 1);
  engine.load(now, example_image());
  drain(engine);
  run(engine, now, Micros{5'000'000});
  HandoverWriter out;
  engine.hand_over(out, true);
  return {out.bytes().begin(), out.bytes().end()};
}

std::string resume(Engine& engine, std::span<std::uint8_t const> bytes, std::unique_ptr<Image const> image) {
  HandoverReader from;
  if (char const* const wrong = from.open(bytes)) return wrong;
  engine.link(begin, {2, "eth0", true});
  char const* const wrong = engine.resume(begin, std::move(image), from);
  return wrong == nullptr ? "" : wrong;
}

/// A session that is up keeps all that it has agreed upon, and one that another image has with other times tells of
/// them.
void test_session() {
  SessionDraft draft = new_session("link");
  Engine engine;
  engine.load(begin, make_image({}, {draft}));
  std::uint32_t const ours = engine.session_status(0).discriminator;
  for (bfd::State const said : {bfd::State::down, bfd::State::init, bfd::State::up}) {
    bfd::PacketBytes const bytes =
        bfd::encode({said, {}, false, said == bfd::State::up, false, false, 3, 77, ours, 100'000, 100'000, 0});
    engine.receive(begin, bfd::Arrival{bytes, draft.spec.neighbor, {}, 255, false});
    engine.handle_timeout(begin);
    drain(engine);
  }
  HandoverWriter out;
  engine.hand_over(out, false);

  draft.spec.min_tx = Micros{50'000};
  Engine next;
  check_equal(resume(next, out.bytes(), make_image({}, {draft})), "", "a session is handed over");
  bfd::SessionStatus const status = next.session_status(0);
  check(status.state == bfd::State::up && status.path_good, "a session that is handed over stays up");
  check_equal(status.discriminator, ours, "a session that is handed over has its discriminator");
  check_equal(status.detection_time.count, 300'000, "a session that is handed over has its detection time");
  next.handle_timeout(begin);
  std::vector<Action> const actions = drain(next);
  auto const* const sent = actions.empty() ? nullptr : std::get_if<SendBfd>(&actions[0]);
  auto const decoded = bfd::decode(sent == nullptr ? std::span<std::uint8_t const>() : sent->bytes);
  auto const* const packet = std::get_if<bfd::Packet>(&decoded);
  check(packet != nullptr && packet->poll && packet->desired_min_tx == 50'000, "other times are told with a poll");
}

/// Both engines do the same for an hour.
void check_resumes(std::span<std::uint8_t const> bytes, std::string const& what) {
  Engine engine;
  check_equal(resume(engine, bytes, example_image()), "", what);
  check(drain(engine).empty(), what + ": nothing is to be done");
  Micros now = begin;
  run(engine, now, hour);
  check_equal(text(engine.status(0).state), "MASTER", what + ": the first router");
  check_equal(static_cast<std::int64_t>(engine.status(0).counters->adverts_sent), 3602, what + ": its adverts");
  check_equal(static_cast<std::int64_t>(engine.status(1).counters->become_master), 1, what + ": the second router");
}

void put_u16(std::vector<std::uint8_t>& bytes, std::size_t at, unsigned value) {
  bytes[at] = static_cast<std::uint8_t>(value);
  bytes[at + 1] = static_cast<std::uint8_t>(value >> 8);
}

void test_versions() {
  std::vector<std::uint8_t> const whole = example();
  check_resumes(whole, "what was handed over");
  std::vector<std::uint8_t> more = whole;
  for (std::uint8_t const octet : std::to_array<std::uint8_t>({0xe7, 0x03, 4, 0, 0, 0, 1, 2, 3, 4}))
    more.push_back(octet);
  check_resumes(more, "a section that is not known");

  // The first section is that of the engine: header, number, length.
  unsigned const length = whole[10] | static_cast<unsigned>(whole[11]) << 8;
  std::vector<std::uint8_t> longer(whole.begin(), whole.begin() + 14 + length);
  for (int i = 0; i < 3; i++) longer.push_back(9);
  longer.insert(longer.end(), whole.begin() + 14 + length, whole.end());
  put_u16(longer, 10, length + 3);
  check_resumes(longer, "fields that are not known");

  std::vector<std::uint8_t> other = whole;
  put_u16(other, 4, handover_version + 1);
  Engine engine;
  check_equal(resume(engine, other, example_image()), "handed over in another version", "another version");
  other[0]++;
  check_equal(resume(engine, other, example_image()), "not what an engine hands over", "something else");
}

/// Of an image in another version: what it has more is put on, what is the same is left alone.
void test_other_image() {
  Engine engine;
  auto image = image_of({"VI_1 version 2 ah pass s3cr3t vip 192.0.2.100/24 vip 192.0.2.101/24", "VI_3 vrid 53"});
  check_equal(resume(engine, example(), std::move(image)), "", "another image");
  std::vector<Action> const actions = drain(engine);
  check_equal(std::ranges::count_if(actions, is_transition), 1, "another image: only the new router starts");
  Micros now = begin;
  run(engine, now, hour);
  check_equal(static_cast<std::int64_t>(engine.status(0).counters->become_master), 1, "another image: a role is kept");
}

void test_gone_interface() {
  Engine engine;
  HandoverReader from;
  std::vector<std::uint8_t> const bytes = example();
  check(from.open(bytes) == nullptr && engine.resume(begin, example_image(), from) == nullptr, "no interface");
  check_equal(text(engine.status(0).state), "FAULT", "an interface that went meanwhile is a fault");
}

/// Any octet may be anything, and the end anywhere: either that is said, or the engine runs. The sanitizers watch.
void test_mutation() {
  std::vector<std::uint8_t> const whole = example();
  std::vector<std::uint8_t> const octets = example_image()->bytes;
  auto const runs = [&](std::span<std::uint8_t const> bytes) {
    Engine engine;
    auto image = parse_image(octets);
    if (!resume(engine, bytes, std::move(*std::get_if<0>(&image))).empty()) return false;
    Micros now = begin;
    for (int step = 0; step < 8; step++) {
      now = now + Micros{1'000'000};
      engine.handle_timeout(now);
      drain(engine);
    }
    return true;
  };
  unsigned accepted = 0;
  for (std::size_t at = 0; at < whole.size(); at++) {
    runs(std::span(whole).first(at));
    for (std::uint8_t const value : std::to_array<std::uint8_t>({0x00, 0x01, 0x7f, 0xff})) {
      std::vector<std::uint8_t> changed = whole;
      changed[at] = value;
      if (runs(changed)) accepted++;
    }
  }
  check(accepted > 0, "some changed octets leave a hand-over right");
}

}  // namespace

void test_handover() {
  test_versions();
  test_session();
  test_other_image();
  test_gone_interface();
  test_mutation();
}

}  // namespace kac::test
