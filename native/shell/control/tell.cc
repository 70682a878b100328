#include "shell/control/tell.h"

#include <array>
#include <iterator>
#include <string>

namespace kac {
namespace {

template <class Enum>
std::uint8_t code(Enum value) {
  return static_cast<std::uint8_t>(value);
}

/// All but Reject::none, which is first.
void write_rejected_counts(MessageWriter& out, std::array<std::uint64_t, reject_count> const& counts) {
  for (std::size_t i = 1; i < reject_count; i++) {
    out.text("rejected_" + std::string(name(static_cast<Reject>(i)))).u64(counts[i]);
  }
}

void write_lateness(MessageWriter& out, Lateness const& lateness) {
  out.u32(static_cast<std::uint32_t>(lateness.counts.size()));
  for (std::size_t i = 0; i < lateness.counts.size(); i++) {
    out.i64(i < Lateness::limits.size() ? Lateness::limits[i].count : -1).u64(lateness.counts[i]);
  }
  out.micros(lateness.sum).micros(lateness.max);
}

void write_router(MessageWriter& out, RouterStatus const& router) {
  out.text(router.name).u8(code(router.state)).micros(router.since).text(text(router.reason));
  out.u8(router.base_priority).u8(router.effective_priority);
  out.u8(router.master_known).ip(router.master).u8(router.master_priority).micros(router.last_advert);
  out.micros(router.advert_interval).micros(router.master_advert_interval);
  out.micros(router.skew).micros(router.master_down_interval);
  out.u8(router.master_down_at.has_value()).micros(router.master_down_at.value_or(Micros{}));
  out.u32(router.objects_failed);
  out.u32(static_cast<std::uint32_t>(std::size(named_counters) + reject_count - 1));
  for (NamedCounter const& counter : named_counters) out.text(counter.name).u64(router.counters->*counter.value);
  write_rejected_counts(out, router.counters->rejected);
}

void write_session(MessageWriter& out, bfd::SessionStatus const& session) {
  out.text(session.name).ip(session.neighbor).u8(code(session.state)).u8(code(session.neighbor_state));
  out.text(text(session.diagnostic)).text(text(session.neighbor_diagnostic)).u8(session.path_good);
  out.micros(session.since).micros(session.transmit_interval).micros(session.detection_time);
  out.micros(session.last_heard.value_or(Micros{}));
  out.u32(session.discriminator).u32(session.neighbor_discriminator);
  out.u64(session.received).u64(session.sent).u64(session.went_up).u64(session.went_down);
}

void write_sessions(MessageWriter& out, Engine const& engine) {
  out.u32(static_cast<std::uint32_t>(engine.session_count()));
  for (std::size_t i = 0; i < engine.session_count(); i++) write_session(out, engine.session_status(i));
  out.u32(static_cast<std::uint32_t>(bfd::reject_count - 1));
  for (std::size_t i = 1; i < bfd::reject_count; i++) {
    out.text("rejected_" + std::string(name(static_cast<bfd::Reject>(i)))).u64(engine.sessions_rejected()[i]);
  }
}

}  // namespace

void write_transition(MessageWriter& out, Micros real, std::string_view router, Transition const& transition) {
  out.start(Tell::transition).micros(real).text(router).u8(code(transition.from)).u8(code(transition.to));
  out.text(text(transition.reason)).u8(transition.effective_priority);
}

void write_priority(MessageWriter& out, Micros real, std::string_view router, PriorityChange const& change) {
  out.start(Tell::priority).micros(real).text(router).u8(code(change.state)).u8(change.effective_priority);
}

void write_session(MessageWriter& out, Micros real, std::string_view session, SessionChange const& change) {
  out.start(Tell::session).micros(real).text(session).u8(code(change.from)).u8(code(change.to));
  out.text(text(change.diagnostic));
}

void write_rejected(MessageWriter& out, Micros real, std::string_view router, Rejected const& rejected) {
  out.start(Tell::rejected).micros(real).text(router).text(text(rejected.reject)).ip(rejected.source);
}

void write_lower_priority(MessageWriter& out, Micros real, std::string_view router, LowerPriority const& lower) {
  out.start(Tell::lower_priority).micros(real).text(router).u8(lower.priority).ip(lower.source);
}

void write_stranger(MessageWriter& out, Micros real, Stranger const& stranger) {
  out.start(Tell::stranger).micros(real).u32(stranger.interface_index).u8(stranger.vrid).ip(stranger.source);
}

void write_object_failed(MessageWriter& out, Micros real, ObjectFailure const& failure) {
  out.start(Tell::object_failed).micros(real).text(failure.router).text(failure.object);
  out.u8(failure.add).u32(static_cast<std::uint32_t>(failure.error));
}

void write_log(MessageWriter& out, Micros real, Severity severity, std::string_view line) {
  out.start(Tell::log).micros(real).u8(code(severity)).text(line);
}

void write_status(MessageWriter& out, Micros now, Micros real, Engine const& engine) {
  std::size_t const routers = engine.router_count();
  out.start(Tell::status).micros(now).micros(real).u32(static_cast<std::uint32_t>(routers));
  for (std::size_t i = 0; i < routers; i++) write_router(out, engine.status(i));
  out.u32(static_cast<std::uint32_t>(reject_count - 1));
  write_rejected_counts(out, engine.unmatched());
  out.u32(static_cast<std::uint32_t>(engine.strangers().size()));
  for (Stranger const& stranger : engine.strangers()) {
    out.u32(stranger.interface_index).u8(stranger.vrid).ip(stranger.source).u64(stranger.adverts);
    out.micros(stranger.last_heard);
  }
  write_lateness(out, engine.lateness());
  write_sessions(out, engine);
}

}  // namespace kac
