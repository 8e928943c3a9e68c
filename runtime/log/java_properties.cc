#include "runtime/log/java_properties.h"

#include <charconv>

#include "engine/base/text.h"

namespace drey {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\f'; }

std::string_view StripLeadingBlanks(std::string_view line) {
  while (!line.empty() && IsBlank(line.front())) line.remove_prefix(1);
  return line;
}

bool EndsInOddBackslashes(std::string_view line) {
  size_t count = 0;
  while (count < line.size() && line[line.size() - 1 - count] == '\\') ++count;
  return count % 2 == 1;
}

// Takes one line off the text; line ends are \n, \r and \r\n.
std::string_view TakeLine(std::string_view& text) {
  const size_t end = text.find_first_of("\r\n");
  const std::string_view line = text.substr(0, end);
  if (end == std::string_view::npos) {
    text = {};
    return line;
  }
  const bool crlf = text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
  text.remove_prefix(end + (crlf ? 2 : 1));
  return line;
}

void AppendUtf8(uint32_t code_point, std::string& out) {
  if (code_point < 0x80) {
    out += static_cast<char>(code_point);
    return;
  }
  if (code_point < 0x800) {
    out += static_cast<char>(0xc0 | code_point >> 6);
  } else if (code_point < 0x10000) {
    out += static_cast<char>(0xe0 | code_point >> 12);
    out += static_cast<char>(0x80 | (code_point >> 6 & 0x3f));
  } else {
    out += static_cast<char>(0xf0 | code_point >> 18);
    out += static_cast<char>(0x80 | (code_point >> 12 & 0x3f));
    out += static_cast<char>(0x80 | (code_point >> 6 & 0x3f));
  }
  out += static_cast<char>(0x80 | (code_point & 0x3f));
}

bool ParseUnit(std::string_view text, uint32_t& unit) {
  if (text.size() < 4) return false;
  const auto result = std::from_chars(text.data(), text.data() + 4, unit, 16);
  return result.ptr == text.data() + 4;
}

// Undoes the escapes of a name or value; false for a bad \u.
bool Unescape(std::string_view text, std::string& out) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      if (text[i] != '\\') out += text[i];
      continue;
    }
    switch (const char c = text[++i]) {
      case 't':
        out += '\t';
        break;
      case 'n':
        out += '\n';
        break;
      case 'r':
        out += '\r';
        break;
      case 'f':
        out += '\f';
        break;
      case 'u': {
        uint32_t unit = 0;
        if (!ParseUnit(text.substr(i + 1), unit)) return false;
        i += 4;
        uint32_t low = 0;
        const bool pair = unit >= 0xd800 && unit < 0xdc00 && text.substr(i + 1).starts_with("\\u") &&
                          ParseUnit(text.substr(i + 3), low) && low >= 0xdc00 && low < 0xe000;
        if (pair) {
          unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
          i += 6;
        }
        AppendUtf8(unit, out);
        break;
      }
      default:
        out += c;
    }
  }
  return true;
}

// Where the name ends: at the first separator that is not escaped.
size_t NameEnd(std::string_view line) {
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\') {
      ++i;
    } else if (line[i] == '=' || line[i] == ':' || IsBlank(line[i])) {
      return i;
    }
  }
  return line.size();
}

}  // namespace

absl::StatusOr<std::vector<JavaProperty>> ParseJavaProperties(std::string_view text, std::string_view file) {
  std::vector<JavaProperty> properties;
  int line_number = 0;
  while (!text.empty()) {
    ++line_number;
    const int first_line = line_number;
    const std::string_view natural = StripLeadingBlanks(TakeLine(text));
    if (natural.empty() || natural.front() == '#' || natural.front() == '!') continue;
    std::string line(natural);
    while (EndsInOddBackslashes(line)) {
      line.pop_back();
      if (text.empty()) break;
      line += StripLeadingBlanks(TakeLine(text));
      ++line_number;
    }
    const size_t name_end = NameEnd(line);
    std::string_view value = StripLeadingBlanks(std::string_view(line).substr(name_end));
    if (!value.empty() && (value.front() == '=' || value.front() == ':')) value = StripLeadingBlanks(value.substr(1));
    JavaProperty& property = properties.emplace_back();
    property.line = first_line;
    if (!Unescape(std::string_view(line).substr(0, name_end), property.name) || !Unescape(value, property.value)) {
      return WithHint(InvalidError(Concat(file, ":", first_line, ": Malformed \\uxxxx encoding.")),
                      "in a properties file a backslash is written twice");
    }
  }
  return properties;
}

}  // namespace drey
