#include <algorithm>

#include "test/draft.h"

namespace kac::test {
namespace {

class ImageWriter {
 public:
  template <class Unsigned>
  void number(Unsigned value) {
    for (std::size_t i = 0; i < sizeof(Unsigned); i++) {
      bytes_.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> 8 * i));
    }
  }
  void flag(bool value) { number(std::uint8_t{value}); }
  void duration(Micros value) { number(value.count); }
  void raw(std::span<std::uint8_t const> octets) { bytes_.insert(bytes_.end(), octets.begin(), octets.end()); }
  void text(std::string_view value) {
    number(static_cast<std::uint16_t>(value.size()));
    chars(value);
  }
  void octets(std::string_view value) {
    number(static_cast<std::uint32_t>(value.size()));
    chars(value);
  }
  void address(IpAddress const& value) {
    number(static_cast<std::uint8_t>(value.family));
    raw(value.bytes());
  }
  void peers(std::vector<PeerSpec> const& values) {
    size(values.size());
    for (PeerSpec const& value : values) {
      address(value.address);
      number(value.min_ttl);
      number(value.max_ttl);
    }
  }
  void addresses(std::vector<IpAddress> const& values) {
    size(values.size());
    for (IpAddress const& value : values) address(value);
  }
  void size(std::size_t value) { number(static_cast<std::uint32_t>(value)); }
  std::vector<std::uint8_t> finish() { return std::move(bytes_); }

 private:
  void chars(std::string_view value) { bytes_.insert(bytes_.end(), value.begin(), value.end()); }

  std::vector<std::uint8_t> bytes_;
};

struct SocketDraft {
  Family family;
  bool multicast;
  bool ah;
  std::uint32_t interface_index;
  IpAddress local;
  friend auto operator<=>(SocketDraft const&, SocketDraft const&) = default;
};

SocketDraft socket_of(RouterDraft const& draft) {
  RouterSpec const& spec = draft.spec;
  bool const multicast = spec.peers.empty();
  return {spec.family, multicast, draft.ah, draft.interface.index, multicast ? spec.group : spec.source};
}

std::vector<SocketDraft> sockets_of(Drafts const& drafts) {
  std::vector<SocketDraft> sockets;
  for (RouterDraft const& draft : drafts) {
    SocketDraft const socket = socket_of(draft);
    if (std::ranges::find(sockets, socket) == sockets.end()) sockets.push_back(socket);
  }
  return sockets;
}

/// The engine does not look into messages and frames, so these say in words what they stand for.
void write_object(ImageWriter& out, ObjectDraft const& object, std::uint16_t pace) {
  std::uint64_t key = 0xcbf29ce484222325;  // FNV-1a
  for (char const letter : object.label) key = (key ^ static_cast<std::uint8_t>(letter)) * 0x100000001b3;
  out.number(key);
  out.text(object.label);
  out.flag(object.elsewhere);
  out.flag(object.tracked);
  out.number(static_cast<std::uint8_t>(object.found));
  out.number(object.interface.index);
  out.address(object.address);
  out.number(object.prefix);
  out.number(static_cast<std::uint8_t>(object.bus));
  out.octets("add " + object.label + "\n");
  out.octets("del " + object.label + "\n");
  bool const is_address = object.interface.index != 0;
  out.size(is_address ? 1 : 0);
  if (!is_address) return;
  out.number(object.interface.index);
  out.number(pace);
  out.octets("garp " + show(object.address));
}

/// Routes before addresses, each in configured order.
std::vector<std::uint16_t> removal_of(RouterDraft const& draft) {
  std::vector<std::uint16_t> removal;
  for (std::uint16_t i = 0; i < draft.objects.size(); i++) removal.push_back(i);
  std::stable_partition(removal.begin(), removal.end(),
                        [&](std::uint16_t i) { return draft.objects[i].interface.index == 0; });
  return removal;
}

void write_garp(ImageWriter& out, GarpSpec const& garp) {
  out.number(garp.master_repeat);
  out.duration(garp.master_delay);
  out.duration(garp.master_refresh);
  out.number(garp.master_refresh_repeat);
  out.number(garp.lower_prio_repeat);
  out.duration(garp.lower_prio_delay);
  out.duration(garp.elsewhere);
}

void write_settings(ImageWriter& out, RouterDraft const& draft) {
  RouterSpec const& spec = draft.spec;
  out.text(draft.name);
  out.text(draft.identity);
  out.number(spec.vrid);
  out.number(static_cast<std::uint8_t>(spec.family));
  out.flag(spec.runnable);
  out.number(spec.version);
  out.number(spec.priority);
  out.flag(spec.start_master);
  out.flag(spec.preempt);
  out.duration(spec.preempt_delay);
  out.duration(spec.advert_interval);
  out.number(spec.down_timer_adverts);
  out.flag(spec.lower_prio_no_advert);
  out.flag(spec.higher_prio_send_advert);
  out.flag(spec.checksum_as_v2);
  out.number(static_cast<std::uint8_t>(spec.old_unicast_checksum));
  out.flag(spec.check_unicast_source);
  out.flag(spec.skip_check_adv_addr);
  out.flag(spec.owner_ignore_adverts);
  out.number(spec.timer_expired_backup);
  out.number(static_cast<std::uint8_t>(draft.ah ? Auth::ah : draft.password.empty() ? Auth::none : Auth::pass));
  std::array<std::uint8_t, 8> password{};
  std::copy_n(draft.password.begin(), std::min(draft.password.size(), password.size()), password.begin());
  out.raw(password);
  out.number(static_cast<std::uint8_t>(spec.hmac.mode));
  out.number(spec.hmac.active_key);
  out.duration(spec.hmac.time_window);
  out.size(draft.hmac_keys.size());
  for (auto const& [id, key] : draft.hmac_keys) {
    out.number(id);
    out.size(key.size());
    out.raw(key);
  }
}

/// Each a pace of the image, in the order in which they are first named.
std::vector<Micros> paces_of(Drafts const& drafts) {
  std::vector<Micros> paces;
  for (RouterDraft const& draft : drafts) {
    if (draft.pace > Micros{} && std::ranges::find(paces, draft.pace) == paces.end()) paces.push_back(draft.pace);
  }
  return paces;
}

void write_router(ImageWriter& out, RouterDraft const& draft, std::size_t socket, std::vector<Micros> const& paces) {
  auto const known = std::ranges::find(paces, draft.pace);
  auto const pace = static_cast<std::uint16_t>(known == paces.end() ? 0 : known - paces.begin() + 1);
  RouterSpec const& spec = draft.spec;
  write_settings(out, draft);
  out.size(socket);
  out.address(spec.source);
  out.flag(spec.source_configured);
  out.number(spec.ttl);
  out.number(draft.interface.index);
  out.text(draft.interface.name);
  out.flag(spec.track_interface);
  out.address(spec.group);
  out.peers(spec.peers);
  std::vector<IpAddress> advertised;
  for (ObjectDraft const& object : draft.objects) {
    if (object.advertised) advertised.push_back(object.address);
  }
  out.addresses(advertised);
  out.size(draft.trackers.size());
  for (TrackerDraft const& tracker : draft.trackers) {
    auto const interface = tracker.kind == TrackerKind::link ? read_interface(tracker.id) : std::nullopt;
    out.number(static_cast<std::uint8_t>(tracker.kind));
    out.text(tracker.kind == TrackerKind::link ? split_words(tracker.id, '@')[0] : tracker.id);
    out.number(interface ? interface->index : std::uint32_t{0});
    out.number(static_cast<std::uint16_t>(tracker.weight));
    out.flag(tracker.reverse);
  }
  out.number(spec.sync_group);
  out.size(draft.source_frame ? 1 : 0);
  if (draft.source_frame) {
    out.number(draft.interface.index);
    out.number(std::uint16_t{0});
    out.octets("garp " + show(spec.source));
  }
  write_garp(out, spec.garp);
  out.size(draft.objects.size());
  for (ObjectDraft const& object : draft.objects) write_object(out, object, pace);
  out.size(draft.objects.size());
  for (std::uint16_t const index : removal_of(draft)) out.number(index);
}

void write_session(ImageWriter& out, SessionDraft const& draft) {
  SessionSpec const& spec = draft.spec;
  out.text(draft.name);
  out.text(draft.identity);
  out.text("bfd:" + draft.name);
  out.address(spec.neighbor);
  out.flag(spec.source.has_value());
  if (spec.source) out.address(*spec.source);
  out.flag(spec.multihop);
  out.number(spec.ttl);
  out.number(spec.ttl_min);
  out.duration(spec.min_tx);
  out.duration(spec.min_rx);
  out.duration(spec.idle_tx);
  out.number(spec.multiplier);
  out.flag(spec.passive);
}

}  // namespace

std::vector<std::uint8_t> encode_image(Drafts const& drafts, SessionDrafts const& sessions) {
  ImageWriter out;
  for (char const letter : std::string_view("KACI")) out.number(static_cast<std::uint8_t>(letter));
  out.number(image_version);
  out.number(std::uint16_t{0});
  out.duration(drafts.empty() ? Micros{} : drafts[0].startup_delay);
  out.duration(drafts.empty() ? Micros{} : drafts[0].delay_after_boot);
  for (int i = 0; i < 2; i++) out.number(std::uint8_t{0});  // scheduling: as it is started
  out.number(std::uint32_t{0});
  out.flag(false);
  out.number(std::uint8_t{0});
  out.duration({});
  out.size(0);
  out.text({});
  out.size(drafts.size());
  for (RouterDraft const& draft : drafts) {
    out.text(draft.interface.name);
    out.duration(draft.link_down_delay);
    out.duration(draft.link_up_delay);
  }
  std::vector<Micros> const paces = paces_of(drafts);
  out.size(paces.size());
  for (Micros const pace : paces) out.duration(pace);
  std::vector<SocketDraft> const sockets = sockets_of(drafts);
  out.size(sockets.size());
  for (SocketDraft const& socket : sockets) {
    out.number(static_cast<std::uint8_t>(socket.family));
    out.flag(socket.multicast);
    out.flag(socket.ah);
    out.number(socket.interface_index);
    out.address(socket.local);
    out.number(std::uint32_t{0});
    out.number(std::uint32_t{0});
  }
  out.size(drafts.size());
  for (RouterDraft const& draft : drafts) {
    auto const socket = std::ranges::find(sockets, socket_of(draft)) - sockets.begin();
    write_router(out, draft, static_cast<std::size_t>(socket), paces);
  }
  out.size(sessions.size());
  for (SessionDraft const& session : sessions) write_session(out, session);
  return out.finish();
}

}  // namespace kac::test
