#include "binding/pattern.h"

#include <array>
#include <string>
#include <string_view>

#include "binding/arguments.h"
#include "binding/guard.h"

namespace kac::binding {
namespace {

struct Option {
  std::string_view name;
  std::uint32_t bit;
};

/// As keepalived's regex_options spells them.
constexpr std::array options = {
    Option{"allow_empty_class", PCRE2_ALLOW_EMPTY_CLASS},
    Option{"alt_bsux", PCRE2_ALT_BSUX},
    Option{"alt_circumflex", PCRE2_ALT_CIRCUMFLEX},
    Option{"alt_verbnames", PCRE2_ALT_VERBNAMES},
    Option{"auto_callout", PCRE2_AUTO_CALLOUT},
    Option{"caseless", PCRE2_CASELESS},
    Option{"dollar_endonly", PCRE2_DOLLAR_ENDONLY},
    Option{"dotall", PCRE2_DOTALL},
    Option{"dupnames", PCRE2_DUPNAMES},
    Option{"extended", PCRE2_EXTENDED},
    Option{"firstline", PCRE2_FIRSTLINE},
    Option{"match_unset_backref", PCRE2_MATCH_UNSET_BACKREF},
    Option{"multiline", PCRE2_MULTILINE},
    Option{"never_backslash_c", PCRE2_NEVER_BACKSLASH_C},
    Option{"never_ucp", PCRE2_NEVER_UCP},
    Option{"never_utf", PCRE2_NEVER_UTF},
    Option{"no_auto_capture", PCRE2_NO_AUTO_CAPTURE},
    Option{"no_auto_possess", PCRE2_NO_AUTO_POSSESS},
    Option{"no_dotstar_anchor", PCRE2_NO_DOTSTAR_ANCHOR},
    Option{"no_start_optimize", PCRE2_NO_START_OPTIMIZE},
    Option{"ucp", PCRE2_UCP},
    Option{"ungreedy", PCRE2_UNGREEDY},
    Option{"use_offset_limit", PCRE2_USE_OFFSET_LIMIT},
    Option{"utf", PCRE2_UTF},
};

/// A search that takes more is given up: an answer must not hold up the checks of others.
constexpr std::uint32_t match_limit = 1'000'000;
constexpr std::uint32_t heap_limit_kibibytes = 16 * 1024;

/// Nothing, with an exception pending, for a name that is not in the table.
std::optional<std::uint32_t> read_options(Napi::Env env, std::string_view words) {
  std::uint32_t bits = 0;
  while (!words.empty()) {
    std::size_t const end = std::min(words.find(' '), words.size());
    std::string_view const word = words.substr(0, end);
    words.remove_prefix(std::min(end + 1, words.size()));
    auto const* const found = std::ranges::find(options, word, &Option::name);
    if (found == options.end()) {
      Napi::RangeError::New(env, std::string(word) + " is no option of a pattern").ThrowAsJavaScriptException();
      return std::nullopt;
    }
    bits |= found->bit;
  }
  return bits;
}

PCRE2_SPTR8 units(std::span<std::uint8_t const> bytes) { return bytes.data(); }

void raise(Napi::Env env, int error, PCRE2_SIZE offset) {
  std::array<PCRE2_UCHAR, 256> text{};
  pcre2_get_error_message(error, text.data(), text.size());
  Napi::Error const thrown = Napi::Error::New(env, reinterpret_cast<char const*>(text.data()));
  thrown.Value().Set("code", Napi::String::New(env, "bad-pattern"));
  thrown.Value().Set("offset", Napi::Number::New(env, static_cast<double>(offset)));
  thrown.ThrowAsJavaScriptException();
}

}  // namespace

void Pattern::define(Napi::Env env, Napi::Object exports) {
  exports.Set("Pattern", DefineClass(env, "Pattern", {method<Pattern, &Pattern::test>("test")}));
}

Pattern::Pattern(Napi::CallbackInfo const& info) : ObjectWrap(info) {
  info.This().As<Napi::Object>().TypeTag(&tag);
  compile(info);
}

void Pattern::compile(Napi::CallbackInfo const& info) {
  Napi::Env const env = info.Env();
  Arguments in(info);
  std::span<std::uint8_t const> const text = in.bytes("text");
  std::string const words = in.text("options");
  from_ = in.u32("from");
  std::uint32_t const to = in.u32("to");
  if (!in.ok()) return;
  std::optional<std::uint32_t> const bits = read_options(env, words);
  if (!bits) return;
  int error = 0;
  PCRE2_SIZE offset = 0;
  code_.reset(pcre2_compile(units(text), text.size(), *bits | PCRE2_USE_OFFSET_LIMIT, &error, &offset, nullptr));
  if (!code_) return raise(env, error, offset);
  pcre2_jit_compile(code_.get(), PCRE2_JIT_COMPLETE);  // without it the interpreter does the same, slower
  context_.reset(pcre2_match_context_create(nullptr));
  match_.reset(pcre2_match_data_create(1, nullptr));
  pcre2_set_match_limit(context_.get(), match_limit);
  pcre2_set_heap_limit(context_.get(), heap_limit_kibibytes);
  pcre2_set_offset_limit(context_.get(), to == UINT32_MAX ? PCRE2_UNSET : to);
}

Napi::Value Pattern::test(Napi::CallbackInfo const& info) {
  Napi::Env const env = info.Env();
  Arguments in(info);
  std::span<std::uint8_t const> const body = in.bytes("bytes");
  if (!in.ok() || !code_) return env.Undefined();
  if (from_ > body.size()) return Napi::Boolean::New(env, false);
  int const found = pcre2_match(code_.get(), units(body), body.size(), from_, 0, match_.get(), context_.get());
  if (found >= 0 || found == PCRE2_ERROR_NOMATCH) return Napi::Boolean::New(env, found >= 0);
  return env.Undefined();
}

}  // namespace kac::binding
