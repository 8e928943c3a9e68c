#include "runtime/cli/json_line.h"

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "runtime/cli/display_width.h"

namespace drey {
namespace {

void AppendEscaped(char32_t code_point, std::string& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  switch (code_point) {
    case '"':
      out.append("\\\"");
      return;
    case '\\':
      out.append("\\\\");
      return;
    case '\n':
      out.append("\\n");
      return;
    case '\r':
      out.append("\\r");
      return;
    case '\t':
      out.append("\\t");
      return;
    default:
      Append(out, "\\u00", kDigits[(code_point >> 4) & 0xF], kDigits[code_point & 0xF]);
  }
}

void AppendString(std::string_view text, std::string& out) {
  out.push_back('"');
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = CodePointAt(text, at);
    if (!point.well_formed) {
      out.append(kReplacementCharacter);
    } else if (point.value < 0x20 || point.value == '"' || point.value == '\\' || point.value == 0x7F) {
      AppendEscaped(point.value, out);
    } else {
      out.append(text.substr(at, point.size));
    }
    at += point.size;
  }
  out.push_back('"');
}

}  // namespace

void JsonLine::AddName(std::string_view name) {
  if (members_.size() > 1) members_.push_back(',');
  AppendString(name, members_);
  members_.push_back(':');
}

void JsonLine::AddText(std::string_view name, std::string_view value) {
  AddName(name);
  AppendString(value, members_);
}

void JsonLine::AddTextIfAny(std::string_view name, std::string_view value) {
  if (!value.empty()) AddText(name, value);
}

void JsonLine::AddInteger(std::string_view name, int64_t value) {
  AddName(name);
  Append(members_, value);
}

void JsonLine::AddJson(std::string_view name, std::string_view json) {
  AddName(name);
  members_.append(json);
}

}  // namespace drey
