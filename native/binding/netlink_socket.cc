#include "binding/netlink_socket.h"

#include <uv.h>

#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "binding/guard.h"
#include "shell/process/namespace_visit.h"

namespace kac::binding {
namespace {

constexpr int reads_per_wake_up_max = 64;  // so that a flood of events does not starve the rest of the process
constexpr double protocol_max = 31;        // MAX_LINKS of linux/netlink.h
constexpr double group_max = INT32_MAX;
constexpr double buffer_max = 1 << 30;

/// With code, errno and syscall, as Node's own errors have them.
Napi::Error failure(Napi::Env env, Error const& error) {
  char const* const code = uv_err_name(-error.number);
  Napi::Error made = Napi::Error::New(env, std::string(code) + ": " + uv_strerror(-error.number) + ", " + error.where);
  made.Set("code", Napi::String::New(env, code));
  made.Set("errno", Napi::Number::New(env, error.number));
  made.Set("syscall", Napi::String::New(env, error.where));
  return made;
}

void raise(Napi::Env env, Error const& error) { failure(env, error).ThrowAsJavaScriptException(); }
void raise_type(Napi::Env env, char const* text) { Napi::TypeError::New(env, text).ThrowAsJavaScriptException(); }

std::optional<std::uint32_t> integer(Napi::Value value, double min, double max) {
  if (!value.IsNumber()) return std::nullopt;
  double const number = value.As<Napi::Number>().DoubleValue();
  if (!(number >= min && number <= max) || std::trunc(number) != number) return std::nullopt;
  return static_cast<std::uint32_t>(number);
}

struct Options {
  NetlinkOptions socket;
  std::vector<std::uint32_t> groups;
  std::string network_namespace;
};

/// In the network namespace that is mounted where the options say, or that of this process.
Result<kac::NetlinkSocket> open_socket(int protocol, Options const& options) {
  if (options.network_namespace.empty()) return kac::NetlinkSocket::open(protocol, options.socket);
  Result<NamespaceVisit> const visit = NamespaceVisit::begin(options.network_namespace);
  if (!visit) return visit.error();
  return kac::NetlinkSocket::open(protocol, options.socket);
}

/// Nothing, with an exception pending, when they are not what the constructor takes.
std::optional<Options> read_options(Napi::Env env, Napi::Value value) {
  Options options;
  if (value.IsUndefined()) return options;
  if (!value.IsObject()) return raise_type(env, "options must be an object"), std::nullopt;
  Napi::Object const object = value.As<Napi::Object>();
  for (auto const& [name, size] : {std::pair{"receiveBufferBytes", &options.socket.receive_buffer_bytes},
                                   std::pair{"sendBufferBytes", &options.socket.send_buffer_bytes}}) {
    Napi::Value const bytes = object.Get(name);
    if (bytes.IsEmpty()) return std::nullopt;
    if (bytes.IsUndefined()) continue;
    std::optional<std::uint32_t> const given = integer(bytes, 1, buffer_max);
    if (!given) return raise_type(env, "the size of a buffer must be a positive integer"), std::nullopt;
    *size = static_cast<int>(*given);
  }
  Napi::Value const place = object.Get("networkNamespace");
  Napi::Value const groups = object.Get("groups");
  if (place.IsEmpty() || groups.IsEmpty()) return std::nullopt;
  if (!place.IsUndefined()) {
    if (!place.IsString()) return raise_type(env, "networkNamespace must be a string"), std::nullopt;
    options.network_namespace = place.As<Napi::String>().Utf8Value();
  }
  if (groups.IsUndefined()) return options;
  if (!groups.IsArray()) return raise_type(env, "groups must be an array"), std::nullopt;
  Napi::Array const list = groups.As<Napi::Array>();
  for (std::uint32_t i = 0; i < list.Length(); i++) {
    Napi::Value const entry = list.Get(i);
    if (entry.IsEmpty()) return std::nullopt;
    std::optional<std::uint32_t> const group = integer(entry, 1, group_max);
    if (!group) return raise_type(env, "a group must be a positive integer"), std::nullopt;
    options.groups.push_back(*group);
  }
  return options;
}

}  // namespace

void NetlinkSocket::define(Napi::Env env, Napi::Object exports) {
  exports.Set("NetlinkSocket", DefineClass(env, "NetlinkSocket",
                                           {
                                               method<NetlinkSocket, &NetlinkSocket::send>("send"),
                                               method<NetlinkSocket, &NetlinkSocket::join>("join"),
                                               method<NetlinkSocket, &NetlinkSocket::close>("close"),
                                               method<NetlinkSocket, &NetlinkSocket::ref>("ref"),
                                               method<NetlinkSocket, &NetlinkSocket::unref>("unref"),
                                               getter<NetlinkSocket, &NetlinkSocket::port_id>("portId"),
                                           }));
}

NetlinkSocket::NetlinkSocket(Napi::CallbackInfo const& info) : ObjectWrap(info) {
  info.This().As<Napi::Object>().TypeTag(&tag);
  start(info);
}

void NetlinkSocket::start(Napi::CallbackInfo const& info) {
  Napi::Env const env = info.Env();
  std::optional<std::uint32_t> const protocol = integer(info[0], 0, protocol_max);
  if (!protocol) return raise_type(env, "protocol must be an integer from 0 to 31");
  if (!info[1].IsFunction()) return raise_type(env, "onMessage must be a function");
  std::optional<Options> const options = read_options(env, info[2]);
  if (!options) return;

  Result<kac::NetlinkSocket> socket = open_socket(static_cast<int>(*protocol), *options);
  if (!socket) return raise(env, socket.error());
  for (std::uint32_t const group : options->groups) {
    if (Done joined = socket->join(group); !joined) return raise(env, joined.error());
  }
  listen(info, std::move(*socket));
}

NetlinkSocket::~NetlinkSocket() {
  if (watch_ != nullptr) watch_->close();
}

void NetlinkSocket::listen(Napi::CallbackInfo const& info, kac::NetlinkSocket socket) {
  Napi::Env const env = info.Env();
  int failed = 0;
  watch_ = Watch<kac::NetlinkSocket, NetlinkSocket>::open(env, std::move(socket), this, failed);
  if (watch_ == nullptr) return raise(env, {-failed, "uv_poll_init"});
  context_ = std::make_unique<Napi::AsyncContext>(env, "kac.NetlinkSocket", info.This().As<Napi::Object>());
  on_message_ = Napi::Persistent(info[1].As<Napi::Function>());
  Ref();
  if (!watch_->listen()) {
    shut();
    raise(env, {EBADF, "uv_poll_start"});
  }
}

bool NetlinkSocket::on_readable() {
  Napi::Env const env = Env();
  Napi::HandleScope const all(env);
  [[maybe_unused]] Napi::Object const alive = Value();  // the callback may close us
  for (int i = 0; i < reads_per_wake_up_max && watch_ != nullptr; i++) {
    Napi::HandleScope const one(env);
    Result<std::span<std::uint8_t const>> const received = watch_->held().receive(buffer_);
    if (received && received->empty()) break;
    if (!(received ? deliver(*received) : deliver(received.error()))) return false;
  }
  return true;
}

bool NetlinkSocket::deliver(std::span<std::uint8_t const> datagram) {
  auto const data = Napi::Buffer<std::uint8_t>::Copy(Env(), datagram.data(), datagram.size());
  return !data.IsEmpty() && call(Env().Null(), data);
}

bool NetlinkSocket::deliver(Error const& error) {
  if (error.number != ENOBUFS) shut();
  return call(failure(Env(), error).Value(), Env().Null());
}

bool NetlinkSocket::call(napi_value error, napi_value data) {
  return call_back(Env(), *context_, Value(), on_message_, {error, data});
}

void NetlinkSocket::shut() {
  if (watch_ == nullptr) return;
  std::exchange(watch_, nullptr)->close();
  Unref();
}

bool NetlinkSocket::is_open(Napi::Env env) const {
  if (watch_ != nullptr) return true;
  raise(env, {EBADF, "the netlink socket is closed"});
  return false;
}

Napi::Value NetlinkSocket::send(Napi::CallbackInfo const& info) {
  Napi::Env const env = info.Env();
  if (!is_open(env)) return env.Undefined();
  if (!info[0].IsTypedArray() || info[0].As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array) {
    raise_type(env, "bytes must be a Uint8Array");
    return env.Undefined();
  }
  Napi::Uint8Array const bytes = info[0].As<Napi::Uint8Array>();
  if (Done const sent = watch_->held().send({{bytes.Data(), bytes.ElementLength()}}); !sent) raise(env, sent.error());
  return env.Undefined();
}

Napi::Value NetlinkSocket::join(Napi::CallbackInfo const& info) {
  Napi::Env const env = info.Env();
  if (!is_open(env)) return env.Undefined();
  std::optional<std::uint32_t> const group = integer(info[0], 1, group_max);
  if (!group) {
    raise_type(env, "group must be a positive integer");
  } else if (Done const joined = watch_->held().join(*group); !joined) {
    raise(env, joined.error());
  }
  return env.Undefined();
}

Napi::Value NetlinkSocket::close(Napi::CallbackInfo const& info) {
  shut();
  return info.Env().Undefined();
}

Napi::Value NetlinkSocket::ref(Napi::CallbackInfo const& info) {
  if (is_open(info.Env())) watch_->ref();
  return info.Env().Undefined();
}

Napi::Value NetlinkSocket::unref(Napi::CallbackInfo const& info) {
  if (is_open(info.Env())) watch_->unref();
  return info.Env().Undefined();
}

Napi::Value NetlinkSocket::port_id(Napi::CallbackInfo const& info) {
  if (!is_open(info.Env())) return info.Env().Undefined();
  return Napi::Number::New(info.Env(), watch_->held().port_id());
}

}  // namespace kac::binding
