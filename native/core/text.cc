#include "core/engine.h"

namespace kac {

std::string_view text(State state) {
  switch (state) {
    case State::init:
      return "INIT";
    case State::backup:
      return "BACKUP";
    case State::master:
      return "MASTER";
    case State::fault:
      return "FAULT";
  }
  return "";
}

std::string_view text(Reason reason) {
  switch (reason) {
    case Reason::start:
      return "started";
    case Reason::master_down:
      return "no advert from a better master";
    case Reason::higher_advert:
      return "a better master speaks";
    case Reason::priority_zero:
      return "the master resigned";
    case Reason::unanswered:
      return "no other router took the role over";
    case Reason::owner_conflict:
      return "another router is owner too";
    case Reason::stalled:
      return "held up for too long";
    case Reason::owner:
      return "owner of the addresses";
    case Reason::interface_down:
      return "interface down";
    case Reason::interface_gone:
      return "interface gone";
    case Reason::interface_up:
      return "interface up";
    case Reason::source_address_lost:
      return "source address lost";
    case Reason::address_removed:
      return "virtual address removed by another program";
    case Reason::routing_removed:
      return "virtual route or rule removed by another program";
    case Reason::fault_cleared:
      return "fault cleared";
    case Reason::tracker_failed:
      return "something tracked failed";
    case Reason::not_runnable:
      return "cannot run as it is configured";
    case Reason::sync_group:
      return "with its sync group";
    case Reason::removed:
      return "removed from the configuration";
    case Reason::socket_closed:
      return "its socket cannot be opened";
    case Reason::shutdown:
      return "shutdown";
  }
  return "";
}

std::string_view name(Reject reject) {
  switch (reject) {
    case Reject::none:
      return "none";
    case Reject::truncated:
      return "truncated";
    case Reject::unknown_vrid:
      return "unknown_vrid";
    case Reject::length:
      return "length";
    case Reject::ttl:
      return "ttl";
    case Reject::version:
      return "version";
    case Reject::auth_type:
      return "auth_type";
    case Reject::auth_pass:
      return "auth_pass";
    case Reject::interval:
      return "interval";
    case Reject::type:
      return "type";
    case Reject::checksum:
      return "checksum";
    case Reject::destination:
      return "destination";
    case Reject::unicast_source:
      return "unicast_source";
    case Reject::owner:
      return "owner";
    case Reject::auth_missing:
      return "auth_missing";
    case Reject::auth_header:
      return "auth_header";
    case Reject::auth_key:
      return "auth_key";
    case Reject::auth_digest:
      return "auth_digest";
    case Reject::auth_clock:
      return "auth_clock";
    case Reject::auth_replay:
      return "auth_replay";
    case Reject::count:
      break;
  }
  return "";
}

std::string_view text(Reject reject) {
  switch (reject) {
    case Reject::none:
      return "accepted";
    case Reject::truncated:
      return "not a whole VRRP packet";
    case Reject::unknown_vrid:
      return "unknown VRID";
    case Reject::length:
      return "wrong length";
    case Reject::ttl:
      return "wrong TTL";
    case Reject::version:
      return "another VRRP version";
    case Reject::auth_type:
      return "another authentication type";
    case Reject::auth_pass:
      return "wrong password";
    case Reject::interval:
      return "another advertisement interval";
    case Reject::type:
      return "not an advertisement";
    case Reject::checksum:
      return "wrong checksum";
    case Reject::destination:
      return "wrong destination";
    case Reject::unicast_source:
      return "not from a configured peer";
    case Reject::owner:
      return "an owner listens to nobody";
    case Reject::auth_missing:
      return "not signed";
    case Reject::auth_header:
      return "malformed authentication";
    case Reject::auth_key:
      return "unknown HMAC key";
    case Reject::auth_digest:
      return "wrong signature";
    case Reject::auth_clock:
      return "a clock too far from ours";
    case Reject::auth_replay:
      return "heard before";
    case Reject::count:
      break;
  }
  return "";
}

}  // namespace kac
