#include "tests/flink/conformance/golden_file.h"

#include <algorithm>
#include <charconv>
#include <fstream>

namespace drey {
namespace {

// The four hex digits of a \\u escape at `i`, or -1.
int UnicodeEscape(std::string_view text, size_t i) {
  if (i + 6 > text.size() || text[i] != '\\' || text[i + 1] != 'u') return -1;
  int value = 0;
  const auto parsed = std::from_chars(text.data() + i + 2, text.data() + i + 6, value, 16);
  return parsed.ptr == text.data() + i + 6 ? value : -1;
}

// RapidJSON refuses unpaired surrogates; written as their own three bytes they pass.
std::string WithoutUnpairedSurrogates(std::string_view line) {
  std::string out;
  for (size_t i = 0; i < line.size();) {
    const int unit = UnicodeEscape(line, i);
    const int next = UnicodeEscape(line, i + 6);
    if (unit >= 0xD800 && unit < 0xDC00 && next >= 0xDC00 && next < 0xE000) {
      out.append(line.substr(i, 12));
      i += 12;
    } else if (unit >= 0xD800 && unit < 0xE000) {
      out.push_back(static_cast<char>(0xE0 | (unit >> 12)));
      out.push_back(static_cast<char>(0x80 | ((unit >> 6) & 0x3F)));
      out.push_back(static_cast<char>(0x80 | (unit & 0x3F)));
      i += 6;
    } else {
      const size_t length = line[i] == '\\' ? 2 : 1;
      out.append(line.substr(i, length));
      i += length;
    }
  }
  return out;
}

// A message without "SQL validation failed. From line 1, column 8 to line 1, column 25: " before it.
std::string_view WithoutPlace(std::string_view message) {
  const size_t place = std::min(message.find("From line "), message.find("At line "));
  if (place == std::string_view::npos) return message;
  const size_t end = message.find(": ", place);
  return end == std::string_view::npos ? message : message.substr(end + 2);
}

// A message of the Java compiler without "Line 49, Column 89: " before it, a place in generated code that there is not here, and without
// the candidates, which it lists in no order.
std::string_view WithoutPlaceInCode(std::string_view message) {
  constexpr std::string_view kCompileException = "org.codehaus.commons.compiler.CompileException: ";
  if (message.starts_with(kCompileException)) message.remove_prefix(kCompileException.size());
  message = message.substr(0, message.find("; candidates are: "));
  constexpr std::string_view kLine = "Line ";
  constexpr std::string_view kColumn = ", Column ";
  if (!message.starts_with(kLine)) return message;
  const size_t column = message.find(kColumn);
  const size_t end = message.find(": ");
  if (column == std::string_view::npos || end == std::string_view::npos || column > end) return message;
  return message.substr(end + 2);
}

}  // namespace

std::vector<std::filesystem::path> GoldenFiles(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool ForEachCase(const std::string& path, const std::function<void(const rapidjson::Value&)>& visit) {
  std::ifstream file(path);
  if (!file) return false;
  std::string line;
  while (std::getline(file, line)) {
    line = WithoutUnpairedSurrogates(line);
    rapidjson::Document document;
    document.Parse<rapidjson::kParseNumbersAsStringsFlag>(line.c_str(), line.size());
    if (document.HasParseError()) return false;
    visit(document);
  }
  return true;
}

std::string_view TextOf(const rapidjson::Value& value) {
  return value.IsString() ? std::string_view(value.GetString(), value.GetStringLength()) : std::string_view();
}

std::string_view TextOf(const rapidjson::Value& value, const char* member) {
  const auto found = value.FindMember(member);
  return found == value.MemberEnd() ? std::string_view() : TextOf(found->value);
}

std::string ComparableMessage(std::string_view message) {
  message = WithoutPlaceInCode(message);
  const size_t begin = std::min({message.find("Encountered "), message.find("Lexical error "), message.find("Incorrect syntax ")});
  if (begin == std::string_view::npos) {
    constexpr std::string_view kParseFailure = "SQL parse failed. ";
    if (message.starts_with(kParseFailure)) message.remove_prefix(kParseFailure.size());
    return std::string(message);
  }
  return std::string(message.substr(begin, message.find('\n', begin) - begin));
}

std::string GoldenMessage(const rapidjson::Value& chain) {
  for (rapidjson::SizeType i = 0; i < chain.Size(); ++i) {
    const std::string_view message = TextOf(chain[i], "message");
    const std::string compared = ComparableMessage(message);
    if (compared.size() != message.size()) return compared;
  }
  return InnermostError(chain).message;
}

GoldenError InnermostError(const rapidjson::Value& chain) {
  const auto& last = chain[chain.Size() - 1];
  rapidjson::SizeType told = chain.Size() - 1;
  while (told > 0 && chain[told].HasMember("message_is_end_of_above")) --told;
  const std::string_view message = TextOf(chain[told], "message");
  return {std::string(TextOf(last, "class")),
          std::string(told == chain.Size() - 1 ? message : WithoutPlace(message)), told != chain.Size() - 1};
}

namespace {

// What Java says of a NULL in generated code, up to the variable, whose number depends on the code around it.
std::string_view BeforeGeneratedVariable(std::string_view message) {
  constexpr std::string_view kBecause = "()\" because \"";
  const size_t at = message.find(kBecause);
  if (at == std::string_view::npos) return message;
  const std::string_view variable = message.substr(at + kBecause.size());
  return variable.starts_with("this.result$") || variable.starts_with("<local") ? message.substr(0, at) : message;
}

}  // namespace

bool GoldenError::Is(std::string_view other_class, std::string_view other_message) const {
  if (flink_class != other_class) return false;
  if (BeforeGeneratedVariable(message) != message) return BeforeGeneratedVariable(message) == BeforeGeneratedVariable(other_message);
  // Behind the name of an object's class stands where it lies in Java's memory.
  if (message.ends_with("@N")) return message.substr(0, message.size() - 2) == other_message;
  const std::string_view compared = WithoutPlaceInCode(message);
  if (is_end_of_message) return compared.ends_with(other_message) && other_message.empty() == compared.empty();
  return compared == WithoutPlaceInCode(other_message);
}

}  // namespace drey
