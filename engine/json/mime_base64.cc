#include "engine/json/mime_base64.h"

#include <charconv>

#include "engine/base/text.h"
#include "engine/base/utf8.h"

namespace drey {
namespace {

std::string Hex(char32_t value) {
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof(digits), static_cast<uint32_t>(value), 16).ptr;
  return {digits, end};
}

}  // namespace

int Base64Value(char32_t unit) {
  if (unit >= 'A' && unit <= 'Z') return static_cast<int>(unit - 'A');
  if (unit >= 'a' && unit <= 'z') return static_cast<int>(unit - 'a') + 26;
  if (unit >= '0' && unit <= '9') return static_cast<int>(unit - '0') + 52;
  if (unit == '+') return 62;
  if (unit == '/') return 63;
  return unit == '=' ? kBase64Padding : kBase64Unknown;
}

std::string Base64CharacterFailure(char32_t unit, int position_in_group, std::string_view comment) {
  std::string message;
  if (unit <= ' ') {
    message = Concat("Illegal white space character (code 0x", Hex(unit), ") as character #", position_in_group + 1,
                     " of 4-char base64 unit: can only used between units");
  } else if (unit == '=') {
    message = Concat("Unexpected padding character ('=') as character #", position_in_group + 1,
                     " of 4-char base64 unit: padding only legal as 3rd or 4th character");
  } else if (unit >= 0x7F && unit < 0xA0) {
    message = Concat("Illegal character (code 0x", Hex(unit), ") in base64 content");
  } else {
    message = "Illegal character '";
    AppendCodePoint(message, unit);
    Append(message, "' (code 0x", Hex(unit), ") in base64 content");
  }
  if (!comment.empty()) Append(message, ": ", comment);
  return message;
}

char* DecodeMimeBase64(std::string_view text, char* out, std::string& failure) {
  size_t position = 0;
  char32_t last = 0;
  const auto next = [&](int position_in_group) {
    if (position == text.size()) return kBase64End;
    last = NextCodePoint(text, position);
    if (last > 0xFFFF) last = 0xD800 + ((last - 0x10000) >> 10);  // Java looks at UTF-16 units
    if (position_in_group == 0 && last <= ' ') return kBase64Blank;
    const int value = Base64Value(last);
    if (value != kBase64Unknown && (value != kBase64Padding || position_in_group >= 2)) return value;
    if (position_in_group < 3 || value == kBase64Padding) failure = Base64CharacterFailure(last, position_in_group, "");
    return kBase64Failed;
  };
  while (true) {
    int count = 0;
    failure.clear();
    switch (DecodeBase64Group(next, out, count)) {
      case Base64Group::kDecoded:
      case Base64Group::kBlank:
        break;
      case Base64Group::kEnd:
        return out;
      case Base64Group::kCut:
        failure = kBase64CutFailure;
        return nullptr;
      case Base64Group::kNotPadded:
        failure = position == text.size() && last == '=' ? std::string(kBase64CutFailure)
                                                         : Base64CharacterFailure(last, 3, kBase64PaddingExpected);
        return nullptr;
      case Base64Group::kFailed:
        // The last character of a group: after a '=' another one is asked for.
        if (failure.empty()) failure = Base64CharacterFailure(last, 3, count == 2 ? kBase64PaddingExpected : "");
        return nullptr;
    }
  }
}

}  // namespace drey
