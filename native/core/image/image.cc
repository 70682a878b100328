#include "core/image/image.h"

#include <unordered_set>

#include "core/image/image_reader.h"
#include "core/packets/advert.h"
#include "core/packets/authentication.h"

namespace kac {
namespace {

constexpr Micros second{1'000'000};
constexpr Micros centisecond{10'000};
constexpr Micros millisecond{1'000};

SocketSpec read_socket(ImageReader& in) {
  SocketSpec socket{};
  socket.family = in.family();
  socket.multicast = in.flag();
  socket.authentication_header = in.flag();
  socket.interface_index = in.u32();
  socket.local = in.address(socket.family);
  socket.receive_buffer_bytes = in.u32();
  socket.reports_from = in.u32();
  return socket;
}

HmacSpec read_hmac(ImageReader& in) {
  HmacSpec hmac{};
  hmac.mode = in.enumerator(HmacMode::receive_only);
  hmac.active_key = in.u8();
  hmac.time_window = in.duration();
  in.list(hmac.keys, [&] {
    std::uint8_t const id = in.u8();
    std::span<std::uint8_t const> const key = in.octets();
    in.require(key.size() <= hmac_key_bytes_max, "an HMAC key has more than 64 bytes");
    return HmacKey{id, key};
  });
  in.require(!signs(hmac) || find_key(hmac, hmac.active_key) != nullptr, "the active HMAC key is not among the keys");
  return hmac;
}

PeerSpec read_peer(ImageReader& in, Family family) {
  IpAddress const address = in.address(family);
  std::uint8_t const min_ttl = in.u8();
  return {address, min_ttl, in.u8()};
}

TrackerSpec read_tracker(ImageReader& in) {
  constexpr std::int16_t weight_max = 254;
  TrackerSpec tracker{};
  tracker.kind = in.enumerator(TrackerKind::link);
  tracker.id = in.text();
  tracker.interface_index = in.u32();
  tracker.weight = static_cast<std::int16_t>(in.u16());
  tracker.reverse = in.flag();
  in.require(tracker.weight >= -weight_max && tracker.weight <= weight_max, "a weight is out of range");
  return tracker;
}

FrameSpec read_frame(ImageReader& in, Image const& image) {
  std::uint32_t const interface_index = in.u32();
  std::uint16_t const pace = in.u16();
  in.require(pace <= image.paces.size(), "a frame has a pace that is not there");
  return {interface_index, pace, in.octets()};
}

SchedulingSpec read_scheduling(ImageReader& in) {
  SchedulingSpec scheduling{};
  scheduling.nice = static_cast<std::int8_t>(in.u8());
  scheduling.realtime_priority = in.u8();
  scheduling.realtime_limit = in.u32();
  scheduling.lock_memory = in.flag();
  scheduling.auto_priority_max = in.u8();
  scheduling.auto_priority_delay = in.duration();
  in.list(scheduling.cpus, [&] { return in.u16(); });
  scheduling.name = in.text();
  return scheduling;
}

LinkDelaySpec read_link_delay(ImageReader& in) {
  LinkDelaySpec delay{};
  delay.interface_name = in.text();
  delay.down = in.duration();
  delay.up = in.duration();
  return delay;
}

GarpSpec read_garp(ImageReader& in) {
  GarpSpec garp{};
  garp.master_repeat = in.u8();
  garp.master_delay = in.duration();
  garp.master_refresh = in.duration();
  garp.master_refresh_repeat = in.u8();
  garp.lower_prio_repeat = in.u8();
  garp.lower_prio_delay = in.duration();
  garp.elsewhere = in.duration();
  return garp;
}

/// Leaves the frames in the router's list, which may still move: ObjectSpec::frames is set when it is whole.
ObjectSpec read_object(ImageReader& in, Image const& image, std::vector<FrameSpec>& frames,
                       std::vector<std::size_t>& frame_counts) {
  ObjectSpec object{};
  object.key = in.octets8();
  object.label = in.text();
  object.elsewhere = in.flag();
  object.tracked = in.flag();
  object.found = in.enumerator(Found::foreign);
  object.interface_index = in.u32();
  object.address = in.address();
  object.prefix = in.u8();
  object.bus = in.enumerator(Bus::generic);
  object.add = in.messages();
  object.remove = in.messages();
  std::size_t const before = frames.size();
  in.list(frames, [&] { return read_frame(in, image); });
  frame_counts.push_back(frames.size() - before);
  return object;
}

void read_objects(ImageReader& in, Image const& image, RouterSpec& router) {
  std::vector<std::size_t> frame_counts;
  in.list(router.objects, [&] { return read_object(in, image, router.frames, frame_counts); });
  std::size_t first = 0;
  for (std::size_t i = 0; i < router.objects.size(); i++) {
    router.objects[i].frames = std::span(router.frames).subspan(first, frame_counts[i]);
    first += frame_counts[i];
  }
  std::vector<bool> seen(router.objects.size());
  in.list(router.removal, [&] {
    std::uint16_t const index = in.u16();
    bool const fresh = index < seen.size() && !seen[index];
    in.require(fresh, "the order of removal does not name each object once");
    if (fresh) seen[index] = true;
    return index;
  });
  in.require(router.removal.size() == router.objects.size(), "the order of removal does not name each object once");
}

/// What the protocol can not say must not get as far as a timer or a packet.
void check_protocol(ImageReader& in, RouterSpec const& router) {
  in.require(router.vrid > 0, "a VRID is 0");
  in.require(router.version == 2 || router.version == 3, "a VRRP version is neither 2 nor 3");
  in.require(router.priority > 0, "a priority is 0");
  in.require(router.down_timer_adverts > 0, "down_timer_adverts is 0");
  bool const v2 = router.version == 2;
  Micros const unit = v2 ? second : centisecond;
  std::int64_t const units = router.advert_interval.count / unit.count;
  bool const whole = router.advert_interval == units * unit;
  in.require(whole && units >= 1 && units <= (v2 ? 255 : 4095), "an advertisement interval is not one of its version");
  in.require(router.auth == Auth::none || v2, "only VRRPv2 has authentication");
  bool const v4 = router.family == Family::v4;
  in.require(router.auth != Auth::ah || v4, "only IPv4 has the authentication header");
  in.require(router.advertised.size() <= addresses_max, "a router advertises more than 255 addresses");
}

RouterSpec read_router(ImageReader& in, Image const& image) {
  RouterSpec router{};
  router.name = in.text();
  router.identity = in.text();
  router.vrid = in.u8();
  router.family = in.family();
  router.runnable = in.flag();
  router.version = in.u8();
  router.priority = in.u8();
  router.start_master = in.flag();
  router.preempt = in.flag();
  router.preempt_delay = in.duration();
  router.advert_interval = in.duration();
  router.down_timer_adverts = in.u8();
  router.lower_prio_no_advert = in.flag();
  router.higher_prio_send_advert = in.flag();
  router.checksum_as_v2 = in.flag();
  router.old_unicast_checksum = in.enumerator(OldChecksum::never);
  router.check_unicast_source = in.flag();
  router.skip_check_adv_addr = in.flag();
  router.owner_ignore_adverts = in.flag();
  router.timer_expired_backup = in.u8();
  router.auth = in.enumerator(Auth::ah);
  router.password = in.octets8();
  router.hmac = read_hmac(in);
  router.socket = in.u32();
  router.source = in.address(router.family);
  router.source_configured = in.flag();
  router.ttl = in.u8();
  router.interface_index = in.u32();
  router.interface_name = in.text();
  router.track_interface = in.flag();
  router.group = in.address(router.family);
  in.list(router.peers, [&] { return read_peer(in, router.family); });
  in.list(router.advertised, [&] { return in.address(router.family); });
  in.list(router.trackers, [&] { return read_tracker(in); });
  router.sync_group = in.u16();
  in.list(router.source_frames, [&] { return read_frame(in, image); });
  router.garp = read_garp(in);
  read_objects(in, image, router);
  check_protocol(in, router);
  auto const fits = [&](SocketSpec const& socket) {
    return socket.family == router.family && socket.authentication_header == (router.auth == Auth::ah);
  };
  bool const has_socket = router.socket < image.sockets.size();
  in.require(has_socket && fits(image.sockets[router.socket]), "a router has no socket of its family and protocol");
  return router;
}

/// RFC 5880 sections 4.1 and 6.8.3.
SessionSpec read_session(ImageReader& in) {
  SessionSpec session{};
  session.name = in.text();
  session.identity = in.text();
  session.tracker = in.text();
  session.neighbor = in.address();
  if (in.flag()) session.source = in.address(session.neighbor.family);
  session.multihop = in.flag();
  session.ttl = in.u8();
  session.ttl_min = in.u8();
  session.min_tx = in.duration();
  session.min_rx = in.duration();
  session.idle_tx = in.duration();
  session.multiplier = in.u8();
  session.passive = in.flag();
  for (Micros const interval : {session.min_tx, session.min_rx, session.idle_tx}) {
    bool const fits = interval >= millisecond && interval.count <= UINT32_MAX;
    in.require(fits, "an interval of a session is below a millisecond or above 32 bits");
  }
  in.require(session.idle_tx >= second, "a session that is not up sends more than once a second");
  in.require(session.ttl > 0 && session.multiplier > 0, "a session has a TTL or a multiplier of 0");
  return session;
}

template <class Spec>
bool all_differ(std::vector<Spec> const& specs, std::string_view Spec::*text) {
  std::unordered_set<std::string_view> seen;
  for (Spec const& spec : specs) {
    if (!seen.insert(spec.*text).second) return false;
  }
  return true;
}

}  // namespace

std::variant<std::unique_ptr<Image const>, ImageError> parse_image(std::span<std::uint8_t const> bytes) {
  auto image = std::make_unique<Image>();
  image->bytes.assign(bytes.begin(), bytes.end());
  ImageReader in(image->bytes);
  in.require(in.u32() == image_magic, "not an engine image");
  in.require(in.u16() == image_version, "an image of another version");
  in.u16();  // zero
  image->startup_delay = in.duration();
  image->delay_after_boot = in.duration();
  image->scheduling = read_scheduling(in);
  in.list(image->link_delays, [&] { return read_link_delay(in); });
  in.list(image->paces, [&] { return in.duration(); });
  in.list(image->sockets, [&] { return read_socket(in); });
  in.list(image->routers, [&] { return read_router(in, *image); });
  in.list(image->sessions, [&] { return read_session(in); });
  in.require(!in.ok() || in.left() == 0, "bytes after the end of the image");
  in.require(!in.ok() || all_differ(image->routers, &RouterSpec::name), "two routers have the same name");
  in.require(!in.ok() || all_differ(image->sessions, &SessionSpec::identity), "two sessions have the same identity");
  if (!in.ok()) return in.error();
  return std::unique_ptr<Image const>(std::move(image));
}

}  // namespace kac
