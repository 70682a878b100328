#pragma once

#include <napi.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <memory>
#include <optional>

namespace kac::binding {

/// new Pattern(text, options, from, to)
/// test(bytes): boolean, or undefined when the search was given up
///
/// A pattern of PCRE2, with the names of its options in one string, that has to begin between the offsets `from` and
/// `to`, both included. The constructor throws an Error with code `bad-pattern` and `offset` for bytes that are no
/// pattern, and a RangeError for an unknown option. 2^32 - 1 for `to` is no limit.
class Pattern : public Napi::ObjectWrap<Pattern> {
 public:
  static constexpr napi_type_tag tag = {0x51c6f0e23ab94d18, 0x8be07d4c9f3512a6};

  static void define(Napi::Env env, Napi::Object exports);
  explicit Pattern(Napi::CallbackInfo const& info);

 private:
  template <class T, void (*release)(T*)>
  struct Release {
    void operator()(T* held) const { release(held); }
  };
  template <class T, void (*release)(T*)>
  using Held = std::unique_ptr<T, Release<T, release>>;

  void compile(Napi::CallbackInfo const& info);
  Napi::Value test(Napi::CallbackInfo const& info);

  Held<pcre2_code, pcre2_code_free> code_;
  Held<pcre2_match_context, pcre2_match_context_free> context_;
  Held<pcre2_match_data, pcre2_match_data_free> match_;
  PCRE2_SIZE from_ = 0;
};

}  // namespace kac::binding
