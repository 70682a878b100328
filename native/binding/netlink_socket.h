#pragma once

#include <napi.h>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "binding/watch.h"
#include "shell/netlink/netlink.h"

namespace kac::binding {

/// new NetlinkSocket(protocol, onMessage(error | null, data | null),
///                   { receiveBufferBytes?, sendBufferBytes?, groups?, networkNamespace? })
/// send(bytes), join(group), close(), ref(), unref(), portId
///
/// Reads on the loop of its own environment and stays alive, as does the process unless unref() was called, until
/// close(). An error passed to onMessage is an Error with code and errno: ENOBUFS means that messages were lost and
/// reading goes on; after any other the socket is closed.
class NetlinkSocket : public Napi::ObjectWrap<NetlinkSocket> {
 public:
  static constexpr napi_type_tag tag = {0x2f8e94d1c07a4b63, 0xb6a15d3f70e2984c};

  static void define(Napi::Env env, Napi::Object exports);
  explicit NetlinkSocket(Napi::CallbackInfo const& info);
  ~NetlinkSocket() override;

 private:
  friend class Watch<kac::NetlinkSocket, NetlinkSocket>;

  void start(Napi::CallbackInfo const& info);
  void listen(Napi::CallbackInfo const& info, kac::NetlinkSocket socket);
  /// What is waiting, as far as one wake-up goes. These four: false when nobody can be called any more.
  bool on_readable();
  bool deliver(std::span<std::uint8_t const> datagram);
  bool deliver(Error const& error);
  bool call(napi_value error, napi_value data);
  void on_teardown() { watch_ = nullptr; }
  void shut();
  bool is_open(Napi::Env env) const;

  Napi::Value send(Napi::CallbackInfo const& info);
  Napi::Value join(Napi::CallbackInfo const& info);
  Napi::Value close(Napi::CallbackInfo const& info);
  Napi::Value ref(Napi::CallbackInfo const& info);
  Napi::Value unref(Napi::CallbackInfo const& info);
  Napi::Value port_id(Napi::CallbackInfo const& info);

  std::unique_ptr<Napi::AsyncContext> context_;
  Napi::FunctionReference on_message_;
  std::vector<std::uint8_t> buffer_;
  Watch<kac::NetlinkSocket, NetlinkSocket>* watch_ = nullptr;  // owned by libuv until it is closed; null from then on
};

}  // namespace kac::binding
