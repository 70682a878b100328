#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/image/image.h"
#include "test/words.h"

/// Virtual routers as tests write them, and their engine image. Encodes the image on its own, so that it is a second
/// statement of the wire form in core/image/image.h.
namespace kac::test {

struct InterfaceDraft {
  std::string name = "eth0";
  std::uint32_t index = 2;
};

struct ObjectDraft {
  std::string label;
  IpAddress address;
  std::uint8_t prefix = 0;
  InterfaceDraft interface;
  bool elsewhere = false;
  bool tracked = true;
  bool advertised = false;
  Found found = Found::absent;
  Bus bus = Bus::route;
};

struct TrackerDraft {
  std::string id;
  TrackerKind kind = TrackerKind::state;
  std::int16_t weight = 0;
  bool reverse = false;
};

/// The fields of RouterSpec, with keepalived's defaults. Spans, lists of indices and numbers are left to the encoder.
struct RouterDraft {
  std::string name;
  std::string identity;
  std::string password;
  InterfaceDraft interface;
  bool ah = false;
  std::vector<std::pair<std::uint8_t, std::vector<std::uint8_t>>> hmac_keys;
  RouterSpec spec{};
  std::vector<ObjectDraft> objects;
  std::vector<TrackerDraft> trackers;
  bool source_frame = false;
  Micros pace;                             // of the announcements of its addresses
  Micros startup_delay, delay_after_boot;  // of the image: the first router's count
  Micros link_down_delay, link_up_delay;   // of its interface
};

using Drafts = std::vector<RouterDraft>;

/// The fields of SessionSpec, with keepalived's defaults for a neighbour at 192.0.2.2; known by its name.
struct SessionDraft {
  std::string name;
  std::string identity;
  SessionSpec spec{};
};

using SessionDrafts = std::vector<SessionDraft>;

RouterDraft new_draft(std::string const& name);
/// Changes a draft by words such as `priority 150 vip 192.0.2.10/24,untracked nopreempt`. What could not be read.
std::optional<std::string> describe(RouterDraft& draft, Words const& words, std::size_t first);
std::optional<InterfaceDraft> read_interface(std::string_view word);  // eth0, or eth0@7 when its index is not the usual

SessionDraft new_session(std::string const& name);
/// The same for a session: `neighbor 192.0.2.2 min-tx 100ms passive`.
std::optional<std::string> describe(SessionDraft& draft, Words const& words, std::size_t first);

std::vector<std::uint8_t> encode_image(Drafts const& drafts, SessionDrafts const& sessions = {});
/// Encoded and parsed; ends the program when the two disagree.
std::unique_ptr<Image const> make_image(Drafts const& drafts, SessionDrafts const& sessions = {});

}  // namespace kac::test
