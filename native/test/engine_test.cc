#include "core/engine.h"

#include <algorithm>

#include "test/draft.h"
#include "test/harness.h"

/// What scripts can not show: lifetimes, sizes, and things that need very many steps.
namespace kac::test {
namespace {

RouterDraft draft_of(std::string const& name, std::string_view settings) {
  RouterDraft draft = new_draft(name);
  auto const wrong = describe(draft, split_words(settings), 0);
  check(!wrong, name + ": " + wrong.value_or(""));
  return draft;
}

void start(Engine& engine, Drafts const& drafts) {
  engine.link({}, {2, "eth0", true});
  engine.load({}, make_image(drafts));
}

/// The actions that wait, one word each, with what they are about.
std::vector<std::string> drain(Engine& engine) {
  std::vector<std::string> said;
  Action action;
  while (engine.poll(action)) {
    auto const router = [&](std::uint32_t index) { return std::string(engine.image()->routers[index].name); };
    if (auto const* advert = std::get_if<SendAdvert>(&action)) {
      said.push_back("advert " + std::to_string(advert->bytes[22]));
    } else if (auto const* submit = std::get_if<Submit>(&action)) {
      std::string_view const text(reinterpret_cast<char const*>(submit->messages.data()), submit->messages.size());
      for (std::string const& line : split_lines(text)) said.push_back(router(submit->router) + " " + line);
    } else if (auto const* transition = std::get_if<Transition>(&action)) {
      said.push_back(router(transition->router) + " " + std::string(text(transition->to)));
    } else if (std::holds_alternative<SendFrames>(action)) {
      said.push_back("frames");
    }
  }
  return said;
}

std::string joined(std::vector<std::string> const& lines) {
  std::string text;
  for (std::string const& line : lines) text += (text.empty() ? "" : ", ") + line;
  return text;
}

void test_identification() {
  Engine engine;
  start(engine, {draft_of("VI_1", "priority 255 version 3 interval 10ms garp-repeat 0")});
  std::uint32_t wanted = 0;
  bool right = true;
  for (int i = 0; i < 70'000; i++) {
    engine.handle_timeout(engine.next_timeout().value_or(Micros{}));
    Action action;
    while (engine.poll(action)) {
      auto const* const advert = std::get_if<SendAdvert>(&action);
      if (advert == nullptr) continue;
      wanted = wanted == 65'535 ? 1 : wanted + 1;
      right = right && static_cast<std::uint32_t>(advert->bytes[4] << 8 | advert->bytes[5]) == wanted;
    }
  }
  check(right, "the IP identification counts from 1 to 65535 and never says 0");
}

/// All of a host become master at one instant; their adverts do not stay a burst.
void test_crowd() {
  constexpr std::size_t routers = 250;
  constexpr std::size_t together_max = 8;
  Drafts drafts;
  for (std::size_t i = 1; i <= routers; i++) {
    std::string const vrid = std::to_string(i);
    drafts.push_back(draft_of("VI_" + vrid, "vrid " + vrid + " priority 255 version 3 garp-repeat 0"));
  }
  Engine engine;
  start(engine, drafts);
  std::array<Micros, routers + 1> last{};
  Micros longest;
  std::size_t most = 0;
  Micros now;
  while (now < Micros{10'000'000}) {
    now = engine.next_timeout().value_or(now);
    engine.handle_timeout(now);
    std::size_t sent = 0;
    Action action;
    while (engine.poll(action)) {
      auto const* const advert = std::get_if<SendAdvert>(&action);
      if (advert == nullptr) continue;
      sent++;
      Micros& before = last.at(advert->bytes[21]);
      longest = std::max(longest, now - before);
      before = now;
    }
    if (now > Micros{2'000'000}) most = std::max(most, sent);
  }
  check_equal(static_cast<std::int64_t>(most), together_max, "many routers part into groups");
  check_equal(longest.count, 1'000'000, "no advert comes later than its interval");
}

void test_batches() {
  constexpr std::size_t addresses = 2000;
  RouterDraft draft = draft_of("VI_1", "priority 255 garp-repeat 1");
  std::vector<std::string> wanted;
  Words vips;
  for (std::size_t i = 0; i < addresses; i++) {
    std::string const vip = "10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250) + "/32";
    vips.insert(vips.end(), {"vip", vip + ",excluded"});
    wanted.push_back("add " + vip + " dev eth0");
  }
  check(!describe(draft, vips, 0), "many addresses");
  Engine engine;
  start(engine, {draft});
  std::vector<std::string> found;
  std::size_t batches = 0;
  std::size_t frames = 0;
  bool small = true;
  Action action;
  while (engine.poll(action)) {
    if (auto const* const send = std::get_if<SendFrames>(&action)) frames += send->frames.size();
    auto const* const submit = std::get_if<Submit>(&action);
    if (submit == nullptr) continue;
    batches++;
    small = small && submit->messages.size() <= batch_bytes_max;
    std::string_view const text(reinterpret_cast<char const*>(submit->messages.data()), submit->messages.size());
    for (std::string const& line : split_lines(text)) found.push_back(line);
  }
  check(found == wanted, "all objects are put on, in order");
  check(batches > 1 && small, "in batches of a limited size");
  check_equal(static_cast<std::int64_t>(frames), addresses, "each address is announced");
}

void test_buses() {
  RouterDraft draft = draft_of("VI_1", "priority 255 garp-repeat 0");
  check(!describe(draft, {"vip", "10.0.0.1/32", "vip", "10.0.0.2/32", "vip", "10.0.0.3/32"}, 0), "addresses");
  draft.objects[0].bus = Bus::netfilter;
  Engine engine;
  start(engine, {draft});
  std::vector<Bus> buses;
  Action action;
  while (engine.poll(action)) {
    if (auto const* const submit = std::get_if<Submit>(&action)) buses.push_back(submit->bus);
  }
  check(buses == std::vector{Bus::netfilter, Bus::route}, "what goes to different sockets goes apart, in order");
}

/// Nobody took the actions before a new image came, and another: each speaks about its own image.
void test_loads_without_poll() {
  Engine engine;
  start(engine, {draft_of("one", "priority 255 garp-repeat 1 vip 192.0.2.10/24")});
  engine.load({}, make_image({draft_of("two", "vrid 52 priority 255 garp-repeat 1 vip 192.0.2.11/24"),
                              draft_of("one", "priority 255 garp-repeat 1 vip 192.0.2.12/24")}));
  engine.load({}, make_image({draft_of("one", "priority 255 garp-repeat 1 vip 192.0.2.12/24")}));
  check_equal(engine.image()->routers[0].objects[0].label, "192.0.2.10/24 dev eth0", "the first image is in force");
  check(engine.object_failed({}, 0, 0, true, 22), "a refusal is told whatever image it is about");
  check_equal(engine.status(0).objects_failed, 0, "a failure under an image that is not the newest is nobody's");
  check_equal(joined(drain(engine)),
              "advert 255, one add 192.0.2.10/24 dev eth0, frames, one MASTER, "
              "one del 192.0.2.10/24 dev eth0, "
              "advert 255, two add 192.0.2.11/24 dev eth0, frames, two MASTER, "
              "one add 192.0.2.12/24 dev eth0, frames, "
              "advert 0, two del 192.0.2.11/24 dev eth0, two INIT",
              "actions come in order, with the names of their time");
  check_equal(engine.image()->routers[0].objects[0].label, "192.0.2.12/24 dev eth0", "the newest image is in force");
}

/// What an action points to holds until the next is taken, whatever is loaded meanwhile.
void test_action_outlives_load() {
  Engine engine;
  start(engine, {draft_of("one", "priority 255 garp-repeat 1 vip 192.0.2.10/24")});
  Action action;
  while (engine.poll(action) && !std::holds_alternative<SendFrames>(action)) continue;
  engine.load({}, make_image({}));
  std::span<std::uint8_t const> const bytes = std::get<SendFrames>(action).frames[0].bytes;
  check_equal(std::string(bytes.begin(), bytes.end()), "garp 192.0.2.10", "a frame is still there after load()");
}

void test_object_failures() {
  Engine engine;
  start(engine, {draft_of("VI_1", "priority 255 vip 192.0.2.10/24 vip 192.0.2.11/24")});
  drain(engine);
  auto const failed = [&] { return static_cast<std::int64_t>(engine.status(0).objects_failed); };
  check(!engine.object_failed({}, 0, 0, true, EEXIST), "an address that is there already is no failure");
  check(!engine.object_failed({}, 0, 0, false, EADDRNOTAVAIL), "nor is one that is gone already");
  check_equal(failed(), 0, "nor are they counted");
  check(engine.object_failed({}, 0, 1, true, EPERM), "what the kernel refuses is a failure");
  check_equal(failed(), 1, "and is counted");
}

/// A host as large as any: nothing that happens to one of them is asked of all the others.
void test_many_routers() {
  constexpr std::size_t routers = 4000;
  constexpr std::size_t per_interface = 250;
  constexpr std::uint32_t first_index = 2;
  auto const interface_of = [](std::size_t i) { return first_index + static_cast<std::uint32_t>(i / per_interface); };
  auto const name_of = [](std::uint32_t index) { return "eth" + std::to_string(index); };
  Drafts drafts;
  bool described = true;
  for (std::size_t i = 0; i < routers; i++) {
    std::uint32_t const index = interface_of(i);
    std::string const in_network = std::to_string(index) + "." + std::to_string(i % per_interface) + "/32";
    std::string const settings = "sync-group 1 version 3 garp-repeat 1 garp-delay 0s vrid " +
                                 std::to_string(i % per_interface + 1) + " on " + name_of(index) + "@" +
                                 std::to_string(index) + " vip 10.0." + in_network + " vip 10.1." + in_network;
    RouterDraft& draft = drafts.emplace_back(new_draft("VI_" + std::to_string(i)));
    described = described && !describe(draft, split_words(settings), 0);
  }
  check(described, "many routers of one group");
  Engine engine;
  for (std::uint32_t index = first_index; index <= interface_of(routers - 1); index++) {
    engine.link({}, {index, name_of(index), true});
  }
  engine.load({}, make_image(drafts));
  drain(engine);
  Micros now;
  auto const run = [&](Micros span) {
    for (Micros const end = now + span; engine.next_timeout() && *engine.next_timeout() <= end;) {
      now = std::max(now, *engine.next_timeout());
      engine.handle_timeout(now);
      drain(engine);
    }
  };
  auto const in_state = [&](State state) {
    std::int64_t count = 0;
    for (std::size_t i = 0; i < engine.router_count(); i++) count += engine.status(i).state == state;
    return count;
  };
  auto const tell_all = [&](bool present) {
    for (RouterSpec const& router : engine.image()->routers) {
      for (ObjectSpec const& object : router.objects) {
        engine.address(now, {object.interface_index, object.address, object.prefix, present, false});
      }
    }
  };
  run(Micros{10'000'000});
  check_equal(in_state(State::master), routers, "4000 routers of one group are masters");
  tell_all(true);
  check_equal(in_state(State::master), routers, "and stay so when all addresses are read");
  tell_all(false);
  check_equal(in_state(State::backup), routers, "and none is when they are gone");
  run(Micros{10'000'000});
  check_equal(in_state(State::master), routers, "and all are again");
  engine.link(now, {first_index, name_of(first_index), false});
  check_equal(in_state(State::fault), routers, "a dead link is a fault of all");
}

void test_late_timers() {
  Engine engine;
  start(engine, {draft_of("slow", "vrid 1 priority 100"), draft_of("fast", "vrid 2 priority 200"),
                 draft_of("same", "vrid 3 priority 200")});
  drain(engine);
  engine.handle_timeout({4'000'000});
  auto said = drain(engine);
  std::erase_if(said, [](std::string const& line) { return !line.ends_with("MASTER"); });
  check_equal(joined(said), "fast MASTER, same MASTER, slow MASTER",
              "late timers are served in the order of deadlines");
  check_equal(engine.next_timeout()->count, 5'000'000, "nothing is made up for");
}

void test_unmatched() {
  Engine engine;
  std::vector<std::uint8_t> const octets(28, 0x45);
  engine.receive({}, 0, {octets, {}, {}, 0});
  start(engine, {draft_of("VI_1", "")});
  engine.receive({}, 1, {octets, {}, {}, 0});
  auto const count = [&](Reject reject) { return engine.unmatched()[static_cast<std::size_t>(reject)]; };
  check_equal(static_cast<std::int64_t>(count(Reject::truncated)), 0,
              "without an image or a socket nothing is counted");
  engine.receive({}, 0, {octets, {}, {}, 0});
  check_equal(static_cast<std::int64_t>(count(Reject::truncated)), 1, "a packet that ends too early is counted");
}

}  // namespace

void test_engine() {
  test_identification();
  test_crowd();
  test_batches();
  test_buses();
  test_loads_without_poll();
  test_action_outlives_load();
  test_object_failures();
  test_many_routers();
  test_late_timers();
  test_unmatched();
}

}  // namespace kac::test
