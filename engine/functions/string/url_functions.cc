#include <string>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/string/java_url.h"
#include "engine/functions/string/string_functions.h"
#include "engine/functions/typed_kernel.h"

namespace drey {
namespace {

using enum OperandFamily;

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

bool IsUnreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '*' ||
         c == '_';
}

// java.net.URLEncoder.
std::string_view UrlEncode(CallContext& context, std::string_view text) {
  std::string encoded;
  for (const char c : EncodeJavaText(text, context.arena())) {
    if (IsUnreserved(c)) {
      encoded += c;
    } else if (c == ' ') {
      encoded += '+';
    } else {
      const unsigned byte = static_cast<unsigned char>(c);
      Append(encoded, '%', kHexDigits[byte >> 4], kHexDigits[byte & 0xF]);
    }
  }
  return context.arena().Copy(encoded);
}

// Integer.parseInt of two characters in base 16, which takes a sign; -1 where it fails.
int ByteValue(char first, char second) {
  const int low = HexDigitValue(second);
  if (low < 0) return -1;
  if (first == '+') return low;
  if (first == '-') return low == 0 ? 0 : -1;
  const int high = HexDigitValue(first);
  return high < 0 ? -1 : high * 16 + low;
}

// java.net.URLDecoder; absent where it throws.
std::optional<std::string_view> UrlDecode(CallContext& context, std::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size();) {
    if (text[i] != '%') {
      decoded += text[i] == '+' ? ' ' : text[i];
      ++i;
      continue;
    }
    // Bytes that follow each other are decoded together.
    std::string bytes;
    for (; i < text.size() && text[i] == '%'; i += 3) {
      const int value = i + 2 < text.size() ? ByteValue(text[i + 1], text[i + 2]) : -1;
      if (value < 0) return std::nullopt;
      bytes += static_cast<char>(value);
    }
    AppendReplacingMalformed(decoded, bytes);
  }
  return context.arena().Copy(decoded);
}

std::optional<std::string_view> PartOf(CallContext& context, const JavaUrl& url, std::string_view part) {
  Arena& arena = context.arena();
  if (part == "HOST") return url.host;
  if (part == "PATH") return arena.Copy(url.path);
  if (part == "QUERY") return url.query;
  if (part == "REF") return url.reference;
  if (part == "PROTOCOL") return arena.Copy(url.protocol);
  if (part == "FILE") return arena.Copy(url.query ? Concat(url.path, "?", *url.query) : url.path);
  if (part == "AUTHORITY") return url.authority;
  if (part == "USERINFO") return url.user_info;
  return std::nullopt;
}

// The value behind "key=" at the start or behind an '&'.
std::optional<std::string_view> QueryValue(std::string_view query, std::string_view key) {
  for (const std::string_view parameter : Split(query, '&')) {
    const bool is_key = parameter.size() > key.size() && parameter.starts_with(key) && parameter[key.size()] == '=';
    if (is_key) return parameter.substr(key.size() + 1);
  }
  return std::nullopt;
}

std::optional<std::string_view> ParseUrl(CallContext& context, std::string_view text, std::string_view part,
                                         std::optional<std::string_view> key) {
  const std::optional<JavaUrl> url = ParseJavaUrl(text);
  if (!url) return std::nullopt;
  if (!key) return PartOf(context, *url, part);
  if (part != "QUERY" || !url->query) return std::nullopt;
  return QueryValue(*url->query, *key);
}

template <auto kFunction>
absl::StatusOr<BoundCall> BindCoding(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckNamedOperands(request, {{{"", kCharacter}}}));
  return BoundCall{.type = LogicalType::String(), .kernel = MakeKernel<kFunction>()};
}

absl::StatusOr<BoundCall> BindParseUrl(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter, kCharacter}, {kCharacter, kCharacter, kCharacter}}));
  return BoundCall{.type = LogicalType::String(), .kernel = MakeKernel<ParseUrl>()};
}

}  // namespace

void RegisterUrlFunctions(FunctionRegistry& registry) {
  registry.Add({.name = "PARSE_URL",
                .bind = BindParseUrl,
                .documentation = {"PARSE_URL(url, part [, key])",
                                  "A part of the URL: HOST, PATH, QUERY, REF, PROTOCOL, FILE, AUTHORITY or USERINFO; with a key, that "
                                  "parameter of the QUERY. NULL if there is none or the URL is wrong.",
                                  "PARSE_URL('http://f.org/p?query=1', 'QUERY', 'query')", "1"}});
  registry.Add({.name = "URL_ENCODE",
                .bind = BindCoding<UrlEncode>,
                .documentation = {"URL_ENCODE(string)", "The text as application/x-www-form-urlencoded.", "URL_ENCODE('a b/c')",
                                  "a+b%2Fc"},
                .since = FlinkVersion::k2_3});
  registry.Add({.name = "URL_DECODE",
                .bind = BindCoding<UrlDecode>,
                .documentation = {"URL_DECODE(string)",
                                  "The text that is encoded as application/x-www-form-urlencoded; NULL if it is wrong.",
                                  "URL_DECODE('a+b%2Fc')", "a b/c"},
                .since = FlinkVersion::k2_3});
}

}  // namespace drey
