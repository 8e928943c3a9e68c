#include "engine/json/jackson_source.h"

#include <charconv>

#include "engine/base/text.h"
#include "engine/base/utf8.h"

namespace drey {
namespace {

constexpr std::string_view kRedacted = "REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)";
constexpr size_t kLongestQuotableText = 0x8000;
constexpr size_t kQuotedLength = 500;

bool IsIsoControl(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

// Control characters are escaped, except line ends.
void AppendQuoted(std::string& out, std::string_view text) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  out.push_back('"');
  size_t position = 0;
  while (position < text.size()) {
    const char32_t c = NextCodePoint(text, position);
    if (IsIsoControl(c) && c != '\r' && c != '\n') {
      Append(out, "\\u00", kDigits[(c >> 4) & 0xF], kDigits[c & 0xF]);
    } else {
      AppendCodePoint(out, c);
    }
  }
  out.push_back('"');
}

}  // namespace

std::string DescribeByteSource(std::string_view bytes, FlinkVersion version) {
  if (version == FlinkVersion::k2_3) return std::string(kRedacted);
  std::string text;
  AppendReplacingMalformed(text, bytes.substr(0, kQuotedLength));
  std::string description = "(byte[])";
  AppendQuoted(description, text);
  if (bytes.size() > kQuotedLength) Append(description, "[truncated ", bytes.size() - kQuotedLength, " bytes]");
  return description;
}

std::string DescribeTextSource(std::string_view text, FlinkVersion version) {
  if (version == FlinkVersion::k2_3) return std::string(kRedacted);
  const size_t length = Utf16Length(text);
  if (length > kLongestQuotableText) return "(StringReader)";
  std::string description = "(String)";
  AppendQuoted(description, Utf16Prefix(text, kQuotedLength));
  if (length > kQuotedLength) Append(description, "[truncated ", length - kQuotedLength, " chars]");
  return description;
}

std::string DescribeCharacter(int c) {
  const char32_t unit = static_cast<uint16_t>(c);
  if (IsIsoControl(unit)) return Concat("(CTRL-CHAR, code ", c, ")");
  std::string description = "'";
  AppendCodePoint(description, unit);
  Append(description, "' (code ", c);
  if (c > 255) {
    char digits[16];
    const auto end = std::to_chars(digits, digits + sizeof(digits), c, 16).ptr;
    Append(description, " / 0x", std::string_view(digits, static_cast<size_t>(end - digits)));
  }
  description.push_back(')');
  return description;
}

}  // namespace drey
