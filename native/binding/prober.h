#pragma once

#include <napi.h>

#include <memory>

#include "binding/watch.h"
#include "shell/probes/prober.h"

namespace kac::binding {

/// new Prober(onReports(numbers, answers))
/// start(id, kind, to, port, timeoutMicros, payload, answerMax, interface, fwmark, from, fromPort): false without room
/// cancel(id), close(), ref(), unref()
///
/// `kind` is a ProbeKind; `from` is empty for any. Reports come in batches: six numbers each (id, ProbeOutcome, errno,
/// micros to the connection, micros in all, the descriptor of ProbeKind::open or -1) and the answer, or undefined when
/// nothing was read. The descriptor is the receiver's to close.
class Prober : public Napi::ObjectWrap<Prober> {
 public:
  static constexpr napi_type_tag tag = {0x6d1f50a3b9e24c87, 0x91c4e8027fd3b65a};

  static void define(Napi::Env env, Napi::Object exports);
  explicit Prober(Napi::CallbackInfo const& info);
  ~Prober() override { shut(); }

 private:
  friend class Watch<kac::Prober, Prober>;

  void open(Napi::CallbackInfo const& info);
  bool on_readable();
  void on_teardown() { watch_ = nullptr; }
  void shut();
  bool is_open(Napi::Env env) const;

  Napi::Value start(Napi::CallbackInfo const& info);
  Napi::Value cancel(Napi::CallbackInfo const& info);
  Napi::Value close(Napi::CallbackInfo const& info);
  Napi::Value ref(Napi::CallbackInfo const& info);
  Napi::Value unref(Napi::CallbackInfo const& info);

  std::unique_ptr<Napi::AsyncContext> context_;
  Napi::FunctionReference on_reports_;
  Watch<kac::Prober, Prober>* watch_ = nullptr;  // owned by libuv until it is closed; null from then on
};

}  // namespace kac::binding
