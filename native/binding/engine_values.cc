#include "binding/engine_values.h"

#include <algorithm>
#include <string>

namespace kac::binding {
namespace {

/// Sets properties of a new object, each from the value that the core has.
class Properties {
 public:
  explicit Properties(Napi::Env env) : env_(env), object_(Napi::Object::New(env)) {}

  Properties& number(char const* key, double value) { return set(key, Napi::Number::New(env_, value)); }
  Properties& time(char const* key, Micros value) { return number(key, static_cast<double>(value.count)); }
  Properties& flag(char const* key, bool value) { return set(key, Napi::Boolean::New(env_, value)); }
  Properties& text(std::string_view key, std::string_view value) {
    return set(std::string(key).c_str(), Napi::String::New(env_, value.data(), value.size()));
  }
  Properties& bytes(char const* key, std::span<std::uint8_t const> value) {
    Napi::Uint8Array copy = Napi::Uint8Array::New(env_, value.size());
    std::ranges::copy(value, copy.Data());
    return set(key, copy);
  }
  Properties& set(char const* key, Napi::Value value) {
    object_.Set(key, value);
    return *this;
  }
  /// The index into the image and the name of a router.
  Properties& router(std::uint32_t index, Image const* image) {
    return number("router", index).text("name", image->routers[index].name);
  }
  Properties& session(std::uint32_t index, Image const* image) {
    return number("session", index).text("name", image->sessions[index].name);
  }
  [[nodiscard]] Napi::Object object() const { return object_; }

 private:
  Napi::Env env_;
  Napi::Object object_;
};

struct ActionWriter {
  Napi::Env env;
  Image const* image;

  Napi::Object operator()(SendAdvert const& advert) const {
    Properties out = start("send-advert");
    out.number("socket", advert.socket).bytes("source", advert.source.bytes());
    out.bytes("destination", advert.destination.bytes()).number("ttl", advert.ttl).bytes("bytes", advert.bytes);
    return out.object();
  }
  Napi::Object operator()(SendFrames const& send) const {
    Napi::Array const frames = Napi::Array::New(env, send.frames.size());
    for (std::uint32_t i = 0; i < send.frames.size(); i++) {
      FrameSpec const& frame = send.frames[i];
      frames.Set(i,
                 Properties(env).number("interfaceIndex", frame.interface_index).bytes("bytes", frame.bytes).object());
    }
    return start("send-frames").set("frames", frames).object();
  }
  Napi::Object operator()(Submit const& submit) const {
    return start("submit")
        .router(submit.router, image)
        .flag("add", submit.add)
        .bytes("messages", submit.messages)
        .object();
  }
  Napi::Object operator()(Transition const& transition) const {
    Properties out = start("transition").router(transition.router, image);
    out.text("from", text(transition.from)).text("to", text(transition.to)).text("reason", text(transition.reason));
    return out.number("effectivePriority", transition.effective_priority).object();
  }
  Napi::Object operator()(PriorityChange const& change) const {
    Properties out = start("priority").router(change.router, image);
    return out.text("state", text(change.state)).number("effectivePriority", change.effective_priority).object();
  }
  Napi::Object operator()(Rejected const& rejected) const {
    Properties out = start("rejected").router(rejected.router, image);
    return out.text("reject", name(rejected.reject)).bytes("source", rejected.source.bytes()).object();
  }
  Napi::Object operator()(LowerPriority const& lower) const {
    Properties out = start("lower-priority").router(lower.router, image);
    return out.number("priority", lower.priority).bytes("source", lower.source.bytes()).object();
  }
  Napi::Object operator()(HeldUp const& held) const {
    return start("held-up").router(held.router, image).time("late", held.late).object();
  }
  Napi::Object operator()(Stranger const& stranger) const {
    Properties out = start("stranger").number("interfaceIndex", stranger.interface_index).number("vrid", stranger.vrid);
    return out.bytes("source", stranger.source.bytes()).object();
  }
  Napi::Object operator()(SendBfd const& send) const {
    return start("send-bfd").session(send.session, image).bytes("bytes", send.bytes).object();
  }
  Napi::Object operator()(SessionChange const& change) const {
    Properties out = start("session").session(change.session, image);
    out.text("from", text(change.from)).text("to", text(change.to));
    return out.text("diagnostic", text(change.diagnostic)).object();
  }
  Napi::Object operator()(Finished const&) const { return start("finished").object(); }

  [[nodiscard]] Properties start(char const* kind) const { return Properties(env).text("kind", kind); }
};

Napi::Object counters_of(Napi::Env env, Counters const& counters) {
  Napi::Object const out = Napi::Object::New(env);
  auto const set = [&](std::string const& key, std::uint64_t value) {
    out.Set(key, Napi::Number::New(env, static_cast<double>(value)));
  };
  for (NamedCounter const& counter : named_counters) set(std::string(counter.name), counters.*counter.value);
  for (std::size_t i = 1; i < reject_count; i++) {
    set("rejected_" + std::string(name(static_cast<Reject>(i))), counters.rejected[i]);
  }
  return out;
}

}  // namespace

Napi::Object to_object(Napi::Env env, Action const& action, Image const* image) {
  return std::visit(ActionWriter{env, image}, action);
}

Napi::Object to_object(Napi::Env env, RouterStatus const& status) {
  Properties out(env);
  out.text("name", status.name).text("state", text(status.state)).time("since", status.since);
  out.text("reason", text(status.reason));
  out.number("basePriority", status.base_priority).number("effectivePriority", status.effective_priority);
  if (status.master_known) out.bytes("master", status.master.bytes());
  out.number("masterPriority", status.master_priority);
  if (status.last_advert > Micros{}) out.time("lastAdvert", status.last_advert);
  out.time("advertInterval", status.advert_interval).time("masterAdvertInterval", status.master_advert_interval);
  out.time("skew", status.skew).time("masterDownInterval", status.master_down_interval);
  if (status.master_down_at) out.time("masterDownAt", *status.master_down_at);
  out.number("objectsFailed", status.objects_failed);
  return out.set("counters", counters_of(env, *status.counters)).object();
}

}  // namespace kac::binding
