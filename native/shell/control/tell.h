#pragma once

#include <string_view>

#include "core/engine.h"
#include "shell/control/message.h"

/// The bodies of core/control.h that tell of the engine. Each starts its message.
namespace kac {

void write_transition(MessageWriter& out, Micros real, std::string_view router, Transition const& transition);
void write_priority(MessageWriter& out, Micros real, std::string_view router, PriorityChange const& change);
void write_session(MessageWriter& out, Micros real, std::string_view session, SessionChange const& change);
void write_rejected(MessageWriter& out, Micros real, std::string_view router, Rejected const& rejected);

struct ObjectFailure {
  std::string_view router;
  std::string_view object;
  bool add;
  int error;
};
void write_lower_priority(MessageWriter& out, Micros real, std::string_view router, LowerPriority const& lower);
void write_stranger(MessageWriter& out, Micros real, Stranger const& stranger);
void write_object_failed(MessageWriter& out, Micros real, ObjectFailure const& failure);

void write_log(MessageWriter& out, Micros real, Severity severity, std::string_view line);

void write_status(MessageWriter& out, Micros now, Micros real, Engine const& engine);

}  // namespace kac
