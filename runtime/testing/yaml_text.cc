#include "runtime/testing/yaml_text.h"

#include <algorithm>
#include <vector>

#include "engine/base/text.h"
#include "engine/base/utf8.h"

namespace drey {
namespace {

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

// Words that stand without quotes and mean themselves.
bool IsPlainWord(std::string_view text) {
  if (text.empty() || !IsLetter(text.front()) || text.ends_with(' ')) return false;
  if (text == "true" || text == "false" || text == "null") return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return IsLetter(c) || (c >= '0' && c <= '9') || c == ' ' || c == '.' || c == '-'; });
}

// The JSON text that a string is in base64; nothing where it is not.
std::optional<std::string> EncodedJson(std::string_view text) {
  constexpr size_t kShortest = 8;
  if (text.size() < kShortest) return std::nullopt;
  std::optional<std::string> decoded = DecodeBase64Text(text);
  if (!decoded || !IsWellFormedUtf8(*decoded) || EncodeBase64Text(*decoded) != text) return std::nullopt;
  const std::optional<Content> content = ParseContent(*decoded);
  if (!content || !content->IsContainer()) return std::nullopt;
  return decoded;
}

}  // namespace

std::string YamlString(std::string_view text) {
  if (IsPlainWord(text)) return std::string(text);
  return ToJson({.kind = Content::Kind::kString, .text = std::string(text)});
}

std::string ToYaml(const Content& content) {
  switch (content.kind) {
    case Content::Kind::kString: {
      const std::optional<std::string> json = EncodedJson(content.text);
      return json ? Concat("!base64 ", ToYaml(json)) : YamlString(content.text);
    }
    case Content::Kind::kArray: {
      std::vector<std::string> items;
      for (const Content& item : content.items) items.push_back(ToYaml(item));
      return Concat("[", Join(items, ", "), "]");
    }
    case Content::Kind::kObject: {
      std::vector<std::string> members;
      for (const ContentMember& member : content.members) members.push_back(Concat(YamlString(member.name), ": ", ToYaml(member.value)));
      return Concat("{", Join(members, ", "), "}");
    }
    default:
      return ToJson(content);
  }
}

std::string ToYaml(const std::optional<std::string>& bytes) {
  if (!bytes) return "null";
  const std::optional<Content> content = ParseContent(*bytes);
  if (content && content->IsContainer() && ToJson(*content) == *bytes) return ToYaml(*content);
  return YamlString(*bytes);
}

std::string ToYamlField(std::string_view name, const std::optional<std::string>& bytes) {
  if (bytes && !IsWellFormedUtf8(*bytes)) return Concat(name, "_base64: ", ToYamlBase64(bytes));
  return Concat(name, ": ", ToYaml(bytes));
}

std::string ToYamlBase64(const std::optional<std::string>& bytes) {
  if (!bytes) return "null";
  std::string text = EncodeBase64Text(*bytes);
  // Without quotes these would be nothing.
  return text.empty() || text == "null" ? Concat("\"", text, "\"") : text;
}

std::string HeadersToYaml(const std::vector<MemoryRecord::Header>& headers) {
  std::vector<std::string> items;
  for (const MemoryRecord::Header& header : headers) {
    items.push_back(Concat("{key: ", YamlString(header.key), header.value ? Concat(", ", ToYamlField("value", header.value)) : "", "}"));
  }
  return Concat("[", Join(items, ", "), "]");
}

}  // namespace drey
