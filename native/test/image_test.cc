#include <algorithm>

#include "core/engine.h"
#include "test/draft.h"
#include "test/harness.h"

namespace kac::test {
namespace {

Drafts drafts_of(std::vector<std::string> const& lines) {
  Drafts drafts;
  for (std::string const& line : lines) {
    Words const words = split_words(line);
    auto const wrong = describe(drafts.emplace_back(new_draft(words[0])), words, 1);
    check(!wrong, line + ": " + wrong.value_or(""));
  }
  return drafts;
}

std::string error_of(std::span<std::uint8_t const> bytes) {
  auto const parsed = parse_image(bytes);
  auto const* const error = std::get_if<ImageError>(&parsed);
  return error == nullptr ? "" : error->what;
}

std::vector<std::uint8_t> example() {
  return encode_image(drafts_of({
      "VI_1 vrid 51 version 2 pass s3cr3t vip 192.0.2.10/24 vip 192.0.2.11/24,excluded route 203.0.113.0/24",
      "VI_6 vrid 7 source fe80::1 vip fe80::10/64 vip 2001:db8::10/64",
      "VI_U vrid 9 version 3 hmac enforce hmac-active 9 hmac-key 9:\"abc\" source-frame peer 192.0.2.2,ttl,5,9 peer "
      "192.0.2.3 vip 192.0.2.12/32",
  }));
}

void test_reading() {
  auto const parsed = parse_image(example());
  auto const* const found = std::get_if<std::unique_ptr<Image const>>(&parsed);
  check(found != nullptr, "an image is parsed: " + error_of(example()));
  if (found == nullptr) return;
  Image const& image = **found;
  check_equal(static_cast<std::int64_t>(image.sockets.size()), 3, "an image has its sockets");
  RouterSpec const& router = image.routers[0];
  check_equal(router.name, "VI_1", "a router has its name");
  check_equal(router.vrid, 51, "a router has its VRID");
  check_equal(router.advert_interval.count, 1'000'000, "a router has its interval");
  check_equal(std::string(router.password.begin(), router.password.end()), std::string("s3cr3t\0\0", 8), "a password");
  check_equal(static_cast<std::int64_t>(router.advertised.size()), 1, "an excluded address is not advertised");
  check_equal(router.objects[1].label, "192.0.2.11/24 dev eth0", "an object has its label");
  check_equal(static_cast<std::int64_t>(router.objects[1].frames.size()), 1, "an address has its frame");
  check(router.objects[1].frames.data() == &router.frames[1], "frames of one object follow those of the one before");
  check_equal(static_cast<std::int64_t>(router.objects[2].frames.size()), 0, "a route has none");
  check_equal(router.removal[0], 2, "routes are taken off first");
  check_equal(show(image.routers[1].group), "ff02::12", "an IPv6 router has its group");
  check_equal(show(image.routers[2].peers[1].address), "192.0.2.3", "a unicast router has its peers");
}

void test_truncation() {
  std::vector<std::uint8_t> const whole = example();
  for (std::size_t size = 0; size < whole.size(); size++) {
    if (error_of(std::span(whole).first(size)) == "the image ends too early") continue;
    return check(false, "an image cut at " + std::to_string(size) + " ends too early");
  }
  check(true, "an image cut anywhere ends too early");
  std::vector<std::uint8_t> longer = whole;
  longer.push_back(0);
  check_equal(error_of(longer), "bytes after the end of the image", "an image with a byte too many");
}

/// Any octet may be anything: the reader must only never go astray, which the sanitizers watch.
void test_mutation() {
  std::vector<std::uint8_t> const whole = example();
  unsigned accepted = 0;
  for (std::size_t at = 0; at < whole.size(); at++) {
    for (std::uint8_t const value : std::to_array<std::uint8_t>({0x00, 0x01, 0x7f, 0xff})) {
      std::vector<std::uint8_t> changed = whole;
      changed[at] = value;
      auto parsed = parse_image(changed);
      auto* const image = std::get_if<std::unique_ptr<Image const>>(&parsed);
      if (image == nullptr) continue;
      accepted++;
      Engine engine;
      engine.link({}, {2, "eth0", true});
      engine.load({}, std::move(*image));
      engine.handle_timeout({20'000'000});
      Action action;
      while (engine.poll(action)) continue;
    }
  }
  check(accepted > 0, "some changed octets leave an image right");
}

SessionDrafts sessions_of(std::initializer_list<std::string_view> lines) {
  SessionDrafts drafts;
  for (std::string_view const line : lines) {
    Words const words = split_words(line);
    check(!describe(drafts.emplace_back(new_session(words[0])), words, 1), line);
  }
  return drafts;
}

void test_session_refusals() {
  constexpr char const* interval = "an interval of a session is below a millisecond or above 32 bits";
  constexpr char const* zero = "a session has a TTL or a multiplier of 0";
  struct Row {
    char const* words;
    char const* wanted;
  };
  constexpr Row rows[] = {
      {"link neighbor 2001:db8::2 source 2001:db8::1 multihop passive", ""},
      {"link min-tx 0ms", interval},
      {"link min-rx 999us", interval},
      {"link idle-tx 4295s", interval},
      {"link idle-tx 999ms", "a session that is not up sends more than once a second"},
      {"link multiplier 0", zero},
      {"link ttl 0", zero},
      {"link source fe80::1", "an address is of another family than what it belongs to"},
  };
  for (Row const& row : rows) check_equal(error_of(encode_image({}, sessions_of({row.words}))), row.wanted, row.words);
  check_equal(error_of(encode_image({}, sessions_of({"link", "other identity link"}))),
              "two sessions have the same identity", "two sessions with one identity");
}

void test_refusals() {
  struct Row {
    char const* words;
    char const* wanted;
  };
  constexpr Row rows[] = {
      {"VI_1 vrid 0", "a VRID is 0"},
      {"VI_1 version 4", "a VRRP version is neither 2 nor 3"},
      {"VI_1 priority 0", "a priority is 0"},
      {"VI_1 down-adverts 0", "down_timer_adverts is 0"},
      {"VI_1 version 2 interval 500ms", "an advertisement interval is not one of its version"},
      {"VI_1 version 2 interval 256s", "an advertisement interval is not one of its version"},
      {"VI_1 version 3 interval 0s", "an advertisement interval is not one of its version"},
      {"VI_1 version 3 interval 15ms", "an advertisement interval is not one of its version"},
      {"VI_1 version 3 interval 40960ms", "an advertisement interval is not one of its version"},
      {"VI_1 version 3 pass secret", "only VRRPv2 has authentication"},
      {"VI_1 version 3 hmac enforce hmac-active 1", "the active HMAC key is not among the keys"},
      {"VI_1 peer fe80::1", "an address is of another family than what it belongs to"},
      {"VI_1 preempt-delay 99999999999s", "a duration is out of range"},
  };
  for (Row const& row : rows) check_equal(error_of(encode_image(drafts_of({row.words}))), row.wanted, row.words);

  test_session_refusals();
  check_equal(error_of(encode_image(drafts_of({"VI_1", "VI_1 identity VI_2"}))), "two routers have the same name",
              "two routers with one name");
  std::vector<std::uint8_t> image = encode_image(drafts_of({"VI_1 vip 192.0.2.10/24 vip 192.0.2.11/24"}));
  std::size_t const last_removed = image.size() - sizeof(std::uint32_t) - sizeof(std::uint16_t);  // before no sessions
  image[last_removed] = 0;  // removal 0, 1 becomes 0, 0
  check_equal(error_of(image), "the order of removal does not name each object once", "an object is removed twice");
  image[last_removed] = 2;
  check_equal(error_of(image), "the order of removal does not name each object once", "an unknown object is removed");
  std::vector<std::uint8_t> newer = example();
  newer[4]++;
  check_equal(error_of(newer), "an image of another version", "an image of another version");
  newer[0]++;
  check_equal(error_of(newer), "not an engine image", "something else");
}

/// Images that the tests in TypeScript use: a first line with the settings, then the octets.
void test_samples(Options const& options) {
  auto const files = files_in(options.fixtures / "images", ".hex");
  check(!files.empty(), "there are images in " + options.fixtures.string());
  for (auto const& file : files) {
    std::string const settings = split_lines(read_file(file))[0].substr(2);
    std::string const wanted = "# " + settings + "\n" + show_hex(encode_image(drafts_of({settings}))) + "\n";
    if (options.rewrite) write_file(file, wanted);
    check_equal(read_file(file), wanted, file.filename().string());
  }
}

}  // namespace

void test_image(Options const& options) {
  test_reading();
  test_truncation();
  test_mutation();
  test_refusals();
  test_samples(options);
}

}  // namespace kac::test
