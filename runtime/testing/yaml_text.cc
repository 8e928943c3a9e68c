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

// A test file nests so deep below a value; what is deeper is written as text.
constexpr int kDeepestValue = 150;

int DepthOf(const Content& content) {
  int deepest = 0;
  for (const Content& item : content.items) deepest = std::max(deepest, DepthOf(item));
  for (const ContentMember& member : content.members) deepest = std::max(deepest, DepthOf(member.value));
  return content.IsContainer() ? deepest + 1 : 0;
}

// The JSON object or array whose compact text the bytes are; nothing where they are none, or one that nests deeper than `room`.
std::optional<Content> CompactJson(std::string_view bytes, int room) {
  std::optional<Content> content = ParseContent(bytes);
  if (!content || !content->IsContainer() || DepthOf(*content) > room || ToJson(*content) != bytes) return std::nullopt;
  return content;
}

std::string ToYaml(const Content& content, int room);

// With the tag !base64 where the text is base64 of JSON.
std::string TextToYaml(std::string_view text, int room) {
  constexpr size_t kShortest = 8;
  const std::optional<std::string> decoded = text.size() < kShortest ? std::nullopt : DecodeBase64Text(text);
  if (!decoded || !IsWellFormedUtf8(*decoded) || EncodeBase64Text(*decoded) != text) return YamlString(text);
  const std::optional<Content> content = ParseContent(*decoded);
  if (!content || !content->IsContainer()) return YamlString(text);
  const std::optional<Content> compact = CompactJson(*decoded, room);
  return Concat("!base64 ", compact ? ToYaml(*compact, room) : YamlString(*decoded));
}

std::string ToYaml(const Content& content, int room) {
  switch (content.kind) {
    case Content::Kind::kString:
      return TextToYaml(content.text, room);
    case Content::Kind::kArray: {
      std::vector<std::string> items;
      for (const Content& item : content.items) items.push_back(ToYaml(item, room - 1));
      return Concat("[", Join(items, ", "), "]");
    }
    case Content::Kind::kObject: {
      std::vector<std::string> members;
      for (const ContentMember& member : content.members) {
        members.push_back(Concat(YamlString(member.name), ": ", ToYaml(member.value, room - 1)));
      }
      return Concat("{", Join(members, ", "), "}");
    }
    default:
      return ToJson(content);
  }
}

}  // namespace

std::string YamlString(std::string_view text) {
  if (IsPlainWord(text)) return std::string(text);
  return ToJson({.kind = Content::Kind::kString, .text = std::string(text)});
}

std::string ToYaml(const Content& content) { return ToYaml(content, kDeepestValue); }

std::string ToYaml(const std::optional<std::string>& bytes) {
  if (!bytes) return "null";
  const std::optional<Content> content = CompactJson(*bytes, kDeepestValue);
  return content ? ToYaml(*content) : YamlString(*bytes);
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
