#include "runtime/testing/content.h"

#include <algorithm>
#include <utility>

#include "engine/base/arena.h"
#include "engine/base/text.h"
#include "engine/functions/encoding/base64.h"
#include "engine/json/json_reader.h"
#include "engine/json/json_writer.h"

namespace drey {
namespace {


size_t SkipDigits(std::string_view text, size_t at) {
  while (at < text.size() && IsDigit(text[at])) ++at;
  return at;
}

// RFC 8259.
bool IsJsonNumber(std::string_view text) {
  size_t at = text.starts_with('-') ? 1 : 0;
  if (at >= text.size() || !IsDigit(text[at])) return false;
  at = text[at] == '0' ? at + 1 : SkipDigits(text, at);
  if (at < text.size() && text[at] == '.') {
    const size_t digits = SkipDigits(text, at + 1);
    if (digits == at + 1) return false;
    at = digits;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const size_t digits = SkipDigits(text, at);
    if (digits == at) return false;
    at = digits;
  }
  return at == text.size();
}

Content::Kind KindOfPlain(std::string_view text) {
  if (text == "null") return Content::Kind::kNull;
  if (text == "true") return Content::Kind::kTrue;
  if (text == "false") return Content::Kind::kFalse;
  return IsJsonNumber(text) ? Content::Kind::kNumber : Content::Kind::kString;
}

absl::StatusOr<Content> ReadUntagged(const YamlNode& node) {
  Content content{.range = node.full_range};
  switch (node.kind) {
    case YamlNode::Kind::kScalar:
      if (node.plain && node.text.empty()) return InvalidError("there is no value here", node.range, "write null, or '' for an empty string");
      content.kind = node.plain && node.tag.empty() ? KindOfPlain(node.text) : Content::Kind::kString;
      content.text = node.text;
      return content;
    case YamlNode::Kind::kSequence:
      content.kind = Content::Kind::kArray;
      for (const YamlNode& item : node.items) {
        DREY_ASSIGN_OR_RETURN(Content read, ReadContent(item));
        content.items.push_back(std::move(read));
      }
      return content;
    case YamlNode::Kind::kMapping:
      content.kind = Content::Kind::kObject;
      for (const YamlEntry& entry : node.entries) {
        DREY_ASSIGN_OR_RETURN(Content read, ReadContent(entry.value));
        content.members.push_back({entry.key, std::move(read), entry.key_range});
      }
      return content;
  }
  return BugError("a YAML node of an unknown kind", node.range);
}

void AppendContent(const Content& content, std::string& out) {
  switch (content.kind) {
    case Content::Kind::kNull:
      out += "null";
      return;
    case Content::Kind::kTrue:
      out += "true";
      return;
    case Content::Kind::kFalse:
      out += "false";
      return;
    case Content::Kind::kNumber:
      out += content.text;
      return;
    case Content::Kind::kString:
      AppendJsonString(content.text, JsonGenerator::kCharacters, out);
      return;
    case Content::Kind::kArray: {
      out += '[';
      for (size_t i = 0; i < content.items.size(); ++i) {
        if (i > 0) out += ',';
        AppendContent(content.items[i], out);
      }
      out += ']';
      return;
    }
    case Content::Kind::kObject: {
      out += '{';
      for (size_t i = 0; i < content.members.size(); ++i) {
        if (i > 0) out += ',';
        AppendJsonString(content.members[i].name, JsonGenerator::kCharacters, out);
        out += ':';
        AppendContent(content.members[i].value, out);
      }
      out += '}';
      return;
    }
  }
}

// Reads the value that begins with the reader's current token, so deep inside of others; false on error.
bool ReadValue(JsonReader& reader, int depth, Content& content) {
  switch (reader.current()) {
    case JsonToken::kNull:
      content.kind = Content::Kind::kNull;
      return true;
    case JsonToken::kTrue:
      content.kind = Content::Kind::kTrue;
      return true;
    case JsonToken::kFalse:
      content.kind = Content::Kind::kFalse;
      return true;
    case JsonToken::kString:
    case JsonToken::kInteger:
    case JsonToken::kFloat:
      content.kind = reader.current() == JsonToken::kString ? Content::Kind::kString : Content::Kind::kNumber;
      content.text = std::string(reader.text());
      return true;
    case JsonToken::kArrayStart:
      if (depth == kDeepestContent) return false;
      content.kind = Content::Kind::kArray;
      while (reader.Next() != JsonToken::kArrayEnd) {
        if (!ReadValue(reader, depth + 1, content.items.emplace_back())) return false;
      }
      return true;
    case JsonToken::kObjectStart:
      if (depth == kDeepestContent) return false;
      content.kind = Content::Kind::kObject;
      while (reader.Next() != JsonToken::kObjectEnd) {
        if (reader.current() != JsonToken::kFieldName) return false;
        ContentMember& member = content.members.emplace_back();
        member.name = std::string(reader.text());
        reader.Next();
        if (!ReadValue(reader, depth + 1, member.value)) return false;
      }
      return true;
    default:
      return false;
  }
}

}  // namespace

const Content* Content::Find(std::string_view name) const {
  const auto found = std::find_if(members.begin(), members.end(), [name](const ContentMember& member) { return member.name == name; });
  return found == members.end() ? nullptr : &found->value;
}

absl::StatusOr<Content> ReadContent(const YamlNode& node) {
  DREY_ASSIGN_OR_RETURN(Content content, ReadUntagged(node));
  if (node.tag.empty()) return content;
  if (node.tag == "!json" || node.tag == "!base64") {
    const std::string bytes = ToBytes(content);
    return Content{.kind = Content::Kind::kString,
                   .text = node.tag == "!json" ? bytes : EncodeBase64Text(bytes),
                   .range = node.full_range};
  }
  return InvalidError(Concat("unknown tag ", node.tag), node.full_range, "the tags are !base64 and !json");
}

std::optional<Content> ParseContent(std::string_view bytes) {
  Arena arena;
  // The release without bounds on nesting and lengths.
  JsonReader reader(bytes, {.allow_control_characters = true, .version = FlinkVersion::k1_20}, arena);
  Content content;
  reader.Next();
  if (!ReadValue(reader, 0, content) || reader.Next() != JsonToken::kEnd) return std::nullopt;
  return content;
}

std::string ToJson(const Content& content) {
  std::string json;
  AppendContent(content, json);
  return json;
}

std::string ToBytes(const Content& content) { return content.kind == Content::Kind::kString ? content.text : ToJson(content); }

std::string EncodeBase64Text(std::string_view bytes) {
  std::string text(EncodedBase64Size(bytes.size()), '\0');
  EncodeBase64(bytes, text.data());
  return text;
}

std::optional<std::string> DecodeBase64Text(std::string_view text) {
  std::string bytes(DecodedBase64Bound(text.size()), '\0');
  const DecodedBase64 decoded = DecodeBase64(text, bytes.data());
  if (!decoded.error.empty()) return std::nullopt;
  bytes.resize(decoded.size);
  return bytes;
}

bool SameContent(const Content& a, const Content& b) {
  if (a.kind != b.kind || a.items.size() != b.items.size() || a.members.size() != b.members.size()) return false;
  if ((a.kind == Content::Kind::kString || a.kind == Content::Kind::kNumber) && a.text != b.text) return false;
  for (size_t i = 0; i < a.items.size(); ++i) {
    if (!SameContent(a.items[i], b.items[i])) return false;
  }
  // A name that is there twice is matched by its first value only.
  return std::all_of(a.members.begin(), a.members.end(), [&b](const ContentMember& member) {
    const Content* other = b.Find(member.name);
    return other != nullptr && SameContent(member.value, *other);
  });
}

}  // namespace drey
