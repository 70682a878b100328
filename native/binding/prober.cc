#include "binding/prober.h"

#include <string>
#include <utility>
#include <vector>

#include "binding/arguments.h"
#include "binding/guard.h"
#include "shell/clock.h"

namespace kac::binding {
namespace {

constexpr std::uint32_t numbers_each = 6;

double number(std::int64_t value) { return static_cast<double>(value); }

void raise(Napi::Env env, char const* text) { Napi::Error::New(env, text).ThrowAsJavaScriptException(); }

/// Nothing, with an exception pending, when the arguments are not what start() takes.
std::optional<ProbeOrder> read_order(Napi::CallbackInfo const& info) {
  Arguments in(info);
  ProbeOrder order;
  order.id = in.u32("id");
  order.kind = static_cast<ProbeKind>(in.index("kind", static_cast<std::size_t>(ProbeKind::echo) + 1));
  order.to = in.address("to");
  order.port = in.u16("port");
  order.timeout = in.instant("timeout");
  std::span<std::uint8_t const> const payload = in.bytes("payload");
  order.answer_max = in.u32("answerMax");
  order.interface = in.text("interface");
  order.fwmark = in.u32("fwmark");
  order.from = in.optional_address("from");
  order.from_port = in.u16("fromPort");
  if (!in.ok()) return std::nullopt;
  order.payload.assign(payload.begin(), payload.end());
  return order;
}

}  // namespace

void Prober::define(Napi::Env env, Napi::Object exports) {
  exports.Set("Prober", DefineClass(env, "Prober",
                                    {
                                        method<Prober, &Prober::start>("start"),
                                        method<Prober, &Prober::cancel>("cancel"),
                                        method<Prober, &Prober::close>("close"),
                                        method<Prober, &Prober::ref>("ref"),
                                        method<Prober, &Prober::unref>("unref"),
                                    }));
}

Prober::Prober(Napi::CallbackInfo const& info) : ObjectWrap(info) {
  info.This().As<Napi::Object>().TypeTag(&tag);
  open(info);
}

void Prober::open(Napi::CallbackInfo const& info) {
  Napi::Env const env = info.Env();
  if (!info[0].IsFunction()) {
    Napi::TypeError::New(env, "onReports must be a function").ThrowAsJavaScriptException();
    return;
  }
  Result<kac::Prober> opened = kac::Prober::open();
  if (!opened) return raise(env, opened.error().where);
  int failed = 0;
  watch_ = Watch<kac::Prober, Prober>::open(env, std::move(*opened), this, failed);
  if (watch_ == nullptr) return raise(env, uv_strerror(failed));
  context_ = std::make_unique<Napi::AsyncContext>(env, "kac.Prober", info.This().As<Napi::Object>());
  on_reports_ = Napi::Persistent(info[0].As<Napi::Function>());
  Ref();
  if (!watch_->listen()) {
    shut();
    raise(env, "uv_poll_start");
  }
}

bool Prober::on_readable() {
  Napi::Env const env = Env();
  Napi::HandleScope const scope(env);
  std::vector<ProbeReport> reports = watch_->held().pump(monotonic_now());
  if (reports.empty()) return true;
  auto numbers = Napi::Float64Array::New(env, reports.size() * numbers_each);
  Napi::Array const answers = Napi::Array::New(env, reports.size());
  std::size_t at = 0;
  for (std::uint32_t i = 0; i < reports.size(); i++) {
    ProbeReport& report = reports[i];
    numbers[at++] = report.id;
    numbers[at++] = static_cast<double>(report.outcome);
    numbers[at++] = report.error;
    numbers[at++] = number(report.connected.count);
    numbers[at++] = number(report.took.count);
    numbers[at++] = report.connection.release();
    if (!report.answer.empty()) {
      answers.Set(i, Napi::Buffer<std::uint8_t>::Copy(env, report.answer.data(), report.answer.size()));
    }
  }
  return call_back(env, *context_, Value(), on_reports_, {numbers, answers});
}

void Prober::shut() {
  if (watch_ == nullptr) return;
  std::exchange(watch_, nullptr)->close();
  Unref();
}

bool Prober::is_open(Napi::Env env) const {
  if (watch_ != nullptr) return true;
  raise(env, "the prober is closed");
  return false;
}

Napi::Value Prober::start(Napi::CallbackInfo const& info) {
  Napi::Env const env = info.Env();
  if (!is_open(env)) return env.Undefined();
  if (!watch_->held().has_room()) return Napi::Boolean::New(env, false);
  std::optional<ProbeOrder> order = read_order(info);
  if (!order) return env.Undefined();
  watch_->held().start(std::move(*order), monotonic_now());
  return Napi::Boolean::New(env, true);
}

Napi::Value Prober::cancel(Napi::CallbackInfo const& info) {
  if (!is_open(info.Env())) return info.Env().Undefined();
  Arguments in(info);
  std::uint32_t const id = in.u32("id");
  if (in.ok()) watch_->held().cancel(id);
  return info.Env().Undefined();
}

Napi::Value Prober::close(Napi::CallbackInfo const& info) {
  shut();
  return info.Env().Undefined();
}

Napi::Value Prober::ref(Napi::CallbackInfo const& info) {
  if (is_open(info.Env())) watch_->ref();
  return info.Env().Undefined();
}

Napi::Value Prober::unref(Napi::CallbackInfo const& info) {
  if (is_open(info.Env())) watch_->unref();
  return info.Env().Undefined();
}

}  // namespace kac::binding
