#include "test/draft.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>

namespace kac::test {
namespace {

/// Walks through `key value key value ...`; a key without its value, or with a wrong one, is remembered.
struct Cursor {
  Words const& words;
  std::size_t at;
  std::optional<std::string> wrong;

  std::string next() {
    if (at < words.size()) return words[at++];
    wrong = words.back() + " needs a value";
    return {};
  }
  template <class Value, class Read>
  void read(Value& into, Read reader) {
    std::string const word = next();
    auto const value = reader(word);
    if (value) {
      into = static_cast<Value>(*value);
    } else if (!wrong) {
      wrong = "not a right value: " + word;
    }
  }
  template <class Value>
  void number(Value& into) {
    read(into, read_number);
  }
  void duration(Micros& into) { read(into, read_duration); }
  void address(IpAddress& into) { read(into, read_address); }
};

std::optional<ObjectDraft> read_vip(std::string_view text, InterfaceDraft const& interface) {
  Words const options = split_words(text, ',');
  if (options.empty()) return std::nullopt;
  Words const parts = split_words(options[0], '/');
  std::optional<IpAddress> const address = read_address(parts[0]);
  std::optional<std::uint64_t> const prefix = parts.size() == 2 ? read_number(parts[1]) : std::nullopt;
  if (!address || !prefix) return std::nullopt;
  ObjectDraft object;
  object.label = options[0] + " dev " + interface.name;
  object.address = *address;
  object.prefix = static_cast<std::uint8_t>(*prefix);
  object.interface = interface;
  object.advertised = true;
  for (std::size_t i = 1; i < options.size(); i++) {
    if (options[i] == "untracked") {
      object.tracked = false;
    } else if (options[i] == "elsewhere") {
      object.elsewhere = true;
    } else if (options[i] == "excluded") {
      object.advertised = false;
    } else if (options[i] == "ours") {
      object.found = Found::ours;
    } else if (options[i] == "foreign") {
      object.found = Found::foreign;
    } else {
      return std::nullopt;
    }
  }
  return object;
}

void set_source(RouterDraft& draft, IpAddress const& source) {
  RouterSpec& spec = draft.spec;
  spec.source = source;
  spec.family = source.family;
  spec.runnable = true;
  spec.version = source.family == Family::v4 ? 2 : 3;
  spec.group = *read_address(source.family == Family::v4 ? "224.0.0.18" : "ff02::12");
}

std::optional<HmacMode> read_hmac_mode(std::string_view word) {
  if (word == "off") return HmacMode::off;
  if (word == "enforce") return HmacMode::enforce;
  if (word == "permissive") return HmacMode::permissive;
  if (word == "receive-only") return HmacMode::receive_only;
  return std::nullopt;
}

/// 1:000102 or 9:"text".
std::optional<std::pair<std::uint8_t, std::vector<std::uint8_t>>> read_hmac_key(std::string_view word) {
  Words const parts = split_words(word, ':');
  auto const id = parts.size() == 2 ? read_number(parts[0]) : std::nullopt;
  if (!id) return std::nullopt;
  bool const is_text = parts[1].starts_with('"');
  auto octets = is_text ? std::vector<std::uint8_t>(parts[1].begin() + 1, parts[1].end() - 1)
                        : read_hex(parts[1]).value_or(std::vector<std::uint8_t>{});
  return std::pair{static_cast<std::uint8_t>(*id), std::move(octets)};
}

/// 192.0.2.2, or 192.0.2.2,ttl,5,255
std::optional<PeerSpec> read_peer(std::string_view word) {
  Words const parts = split_words(word, ',');
  std::optional<IpAddress> const address = read_address(parts[0]);
  if (!address || (parts.size() != 1 && parts.size() != 4)) return std::nullopt;
  if (parts.size() == 1) return PeerSpec{*address, 0, 255};
  return PeerSpec{*address, static_cast<std::uint8_t>(read_number(parts[2]).value_or(0)),
                  static_cast<std::uint8_t>(read_number(parts[3]).value_or(0))};
}

/// check,-20 or file,number,2,reverse or eth1,link
std::optional<TrackerDraft> read_tracker(std::string_view word) {
  Words const parts = split_words(word, ',');
  TrackerDraft tracker{parts[0], TrackerKind::state, 0, false};
  for (std::size_t i = 1; i < parts.size(); i++) {
    if (parts[i] == "number") {
      tracker.kind = TrackerKind::number;
    } else if (parts[i] == "link") {
      tracker.kind = TrackerKind::link;
    } else if (parts[i] == "reverse") {
      tracker.reverse = true;
    } else {
      std::optional<std::int32_t> const weight = read_signed(parts[i]);
      if (!weight) return std::nullopt;
      tracker.weight = static_cast<std::int16_t>(*weight);
    }
  }
  return tracker;
}

bool read_flag(RouterDraft& draft, std::string const& key) {
  RouterSpec& spec = draft.spec;
  if (key == "nopreempt") return spec.preempt = false, true;
  if (key == "preempt") return spec.preempt = true, true;
  if (key == "not-runnable") return spec.runnable = false, true;
  if (key == "untracked") return spec.track_interface = false, true;
  if (key == "source-configured") return spec.source_configured = true, true;
  if (key == "lower-prio-no-advert") return spec.lower_prio_no_advert = true, true;
  if (key == "higher-prio-send-advert") return spec.higher_prio_send_advert = true, true;
  if (key == "checksum-as-v2") return spec.checksum_as_v2 = true, true;
  if (key == "old-unicast-checksum") return spec.old_unicast_checksum = OldChecksum::always, true;
  if (key == "old-unicast-checksum-never") return spec.old_unicast_checksum = OldChecksum::never, true;
  if (key == "ah") return draft.ah = true, true;
  if (key == "skip-check-adv-addr") return spec.skip_check_adv_addr = true, true;
  if (key == "owner-ignore-adverts") return spec.owner_ignore_adverts = true, true;
  if (key == "source-frame") return draft.source_frame = true, true;
  if (key == "check-unicast-source") return spec.check_unicast_source = true, true;
  return false;
}

bool read_setting(RouterDraft& draft, std::string const& key, Cursor& in) {
  RouterSpec& spec = draft.spec;
  GarpSpec& garp = spec.garp;
  if (key == "identity") return draft.identity = in.next(), true;
  if (key == "pass") return draft.password = in.next(), true;
  if (key == "vrid") return in.number(spec.vrid), true;
  if (key == "version") return in.number(spec.version), true;
  if (key == "priority") return in.number(spec.priority), true;
  if (key == "ttl") return in.number(spec.ttl), true;
  if (key == "interval") return in.duration(spec.advert_interval), true;
  if (key == "down-adverts") return in.number(spec.down_timer_adverts), true;
  if (key == "preempt-delay") return in.duration(spec.preempt_delay), true;
  if (key == "sync-group") return in.number(spec.sync_group), true;
  if (key == "timer-expired-backup") return in.number(spec.timer_expired_backup), true;
  if (key == "link-down-delay") return in.duration(draft.link_down_delay), true;
  if (key == "link-up-delay") return in.duration(draft.link_up_delay), true;
  if (key == "startup-delay") return in.duration(draft.startup_delay), true;
  if (key == "delay-after-boot") return in.duration(draft.delay_after_boot), true;
  if (key == "hmac") return in.read(spec.hmac.mode, read_hmac_mode), true;
  if (key == "hmac-active") return in.number(spec.hmac.active_key), true;
  if (key == "hmac-window") return in.duration(spec.hmac.time_window), true;
  if (key == "hmac-key") return in.read(draft.hmac_keys.emplace_back(), read_hmac_key), true;
  if (key == "group") return in.address(spec.group), true;
  if (key == "on") return in.read(draft.interface, read_interface), true;
  if (key == "garp-repeat") return in.number(garp.master_repeat), true;
  if (key == "garp-delay") return in.duration(garp.master_delay), true;
  if (key == "garp-refresh") return in.duration(garp.master_refresh), true;
  if (key == "garp-refresh-repeat") return in.number(garp.master_refresh_repeat), true;
  if (key == "lower-prio-repeat") return in.number(garp.lower_prio_repeat), true;
  if (key == "garp-elsewhere") return in.duration(garp.elsewhere), true;
  if (key == "pace") return in.duration(draft.pace), true;
  if (key == "lower-prio-delay") return in.duration(garp.lower_prio_delay), true;
  return false;
}

bool read_list(RouterDraft& draft, std::string const& key, Cursor& in) {
  if (key == "source") {
    IpAddress source;
    in.address(source);
    set_source(draft, source);
  } else if (key == "peer") {
    in.read(draft.spec.peers.emplace_back(), read_peer);
  } else if (key == "vip") {
    in.read(draft.objects.emplace_back(), [&](std::string_view word) { return read_vip(word, draft.interface); });
  } else if (key == "track") {
    in.read(draft.trackers.emplace_back(), read_tracker);
  } else if (key == "route") {
    ObjectDraft& route = draft.objects.emplace_back();
    route.label = "route " + in.next();
    route.interface = {"", 0};
  } else if (key == "without") {
    std::string const label = in.next();
    std::erase_if(draft.objects, [&](ObjectDraft const& object) { return object.label.starts_with(label + " "); });
  } else {
    return false;
  }
  return true;
}

}  // namespace

SessionDraft new_session(std::string const& name) {
  SessionDraft draft{name, name, {}};
  SessionSpec& spec = draft.spec;
  spec.neighbor = *read_address("192.0.2.2");
  spec.ttl = spec.ttl_min = 255;
  spec.min_tx = spec.min_rx = {10'000};
  spec.idle_tx = {1'000'000};
  spec.multiplier = 5;
  return draft;
}

std::optional<std::string> describe(SessionDraft& draft, Words const& words, std::size_t first) {
  Cursor in{words, first, std::nullopt};
  SessionSpec& spec = draft.spec;
  std::map<std::string, std::function<void()>> const settings = {
      {"identity", [&] { draft.identity = in.next(); }},
      {"neighbor", [&] { in.address(spec.neighbor); }},
      {"source", [&] { in.address(spec.source.emplace()); }},
      {"min-tx", [&] { in.duration(spec.min_tx); }},
      {"min-rx", [&] { in.duration(spec.min_rx); }},
      {"idle-tx", [&] { in.duration(spec.idle_tx); }},
      {"multiplier", [&] { in.number(spec.multiplier); }},
      {"ttl", [&] { in.number(spec.ttl); }},
      {"ttl-min", [&] { in.number(spec.ttl_min); }},
      {"multihop", [&] { spec.multihop = true; }},
      {"passive", [&] { spec.passive = true; }},
  };
  while (in.at < words.size() && !in.wrong) {
    std::string const key = in.next();
    auto const setting = settings.find(key);
    if (setting == settings.end()) return "not known: " + key;
    setting->second();
  }
  return in.wrong;
}

RouterDraft new_draft(std::string const& name) {
  RouterDraft draft;
  draft.name = name;
  draft.identity = name;
  RouterSpec& spec = draft.spec;
  spec.vrid = 51;
  spec.priority = 100;
  spec.preempt = true;
  spec.track_interface = true;
  spec.advert_interval = {1'000'000};
  spec.down_timer_adverts = 3;
  spec.ttl = 255;
  spec.garp = {5, {5'000'000}, {}, 1, 5, {5'000'000}, {}};
  set_source(draft, *read_address("192.0.2.1"));
  return draft;
}

std::optional<std::string> describe(RouterDraft& draft, Words const& words, std::size_t first) {
  Cursor in{words, first, std::nullopt};
  while (in.at < words.size() && !in.wrong) {
    std::string const key = in.next();
    if (read_flag(draft, key) || read_setting(draft, key, in) || read_list(draft, key, in)) continue;
    return "not known: " + key;
  }
  return in.wrong;
}

std::optional<InterfaceDraft> read_interface(std::string_view word) {
  static std::map<std::string, std::uint32_t> const usual = {{"eth0", 2}, {"eth1", 3}};
  Words const parts = split_words(word, '@');
  if (parts.size() == 1 && usual.contains(parts[0])) return InterfaceDraft{parts[0], usual.at(parts[0])};
  std::optional<std::uint64_t> const index = parts.size() == 2 ? read_number(parts[1]) : std::nullopt;
  if (!index) return std::nullopt;
  return InterfaceDraft{parts[0], static_cast<std::uint32_t>(*index)};
}

std::unique_ptr<Image const> make_image(Drafts const& drafts, SessionDrafts const& sessions) {
  auto parsed = parse_image(encode_image(drafts, sessions));
  if (auto* const image = std::get_if<std::unique_ptr<Image const>>(&parsed)) return std::move(*image);
  ImageError const error = std::get<ImageError>(parsed);
  std::fprintf(stderr, "the test's own image was refused at byte %zu: %s\n", error.offset, error.what);
  std::abort();
}

}  // namespace kac::test
