#include "engine/json/json_pattern.h"

#include <regex>
#include <string>

namespace drey {

struct JsonPattern {
  std::wregex expression;
};

namespace {

std::wstring ToCodePoints(std::string_view text) {
  std::wstring points;
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    wchar_t point = static_cast<wchar_t>(length == 1 ? lead : lead & (0x7F >> length));
    for (size_t k = 1; k < length && i + k < text.size(); ++k) {
      point = static_cast<wchar_t>(point << 6 | (text[i + k] & 0x3F));
    }
    points.push_back(point);
    i += length;
  }
  return points;
}

}  // namespace

std::shared_ptr<const JsonPattern> CompileJsonPattern(std::string_view expression, std::string_view flags) {
  auto options = std::regex_constants::ECMAScript;
  for (const char flag : flags) {
    if (flag == 'i') options |= std::regex_constants::icase;
  }
  try {
    return std::make_shared<JsonPattern>(JsonPattern{std::wregex(ToCodePoints(expression), options)});
  } catch (const std::regex_error&) {
    return nullptr;
  }
}

bool MatchesJsonPattern(const JsonPattern& pattern, std::string_view text) {
  return std::regex_match(ToCodePoints(text), pattern.expression);
}

}  // namespace drey
