#include "runtime/testing/redaction.h"

#include <algorithm>
#include <cstdint>

#include "engine/base/utf8.h"
#include "runtime/testing/content.h"

namespace drey {
namespace {

// FNV-1a; the pseudonyms must not change from release to release.
uint64_t HashOf(std::string_view text) {
  uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

std::string Pseudonym(std::string_view text) {
  uint64_t state = HashOf(text);
  const auto next = [&state](uint64_t bound) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (state >> 33) % bound;
  };
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at]);
    if (first >= 0x80) {
      // Letters beyond ASCII become small ones.
      at += Utf8Length(first);
      out += static_cast<char>('a' + next(26));
      continue;
    }
    const char c = text[at++];
    if (c >= 'a' && c <= 'z') {
      out += static_cast<char>('a' + next(26));
    } else if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>('A' + next(26));
    } else if (c >= '0' && c <= '9') {
      out += static_cast<char>('0' + next(10));
    } else {
      out += c;
    }
  }
  return out;
}

// Bytes that a person could read: what base64 of something else hardly ever decodes to.
bool IsText(std::string_view bytes) {
  const bool has_control = std::any_of(bytes.begin(), bytes.end(), [](char c) { return c >= 0 && c < ' ' && c != '\t' && c != '\n' && c != '\r'; });
  return !has_control && IsWellFormedUtf8(bytes);
}

std::string RedactText(const std::string& text);

void RedactContent(Content& content) {
  if (content.kind == Content::Kind::kString) content.text = RedactText(content.text);
  for (Content& item : content.items) RedactContent(item);
  for (ContentMember& member : content.members) RedactContent(member.value);
}

std::optional<std::string> RedactJson(const std::string& text) {
  std::optional<Content> content = ParseContent(text);
  if (!content || !content->IsContainer()) return std::nullopt;
  RedactContent(*content);
  return ToJson(*content);
}

std::string RedactText(const std::string& text) {
  if (const auto json = RedactJson(text)) return *json;
  const std::optional<std::string> decoded = text.empty() ? std::nullopt : DecodeBase64Text(text);
  if (decoded && EncodeBase64Text(*decoded) == text) {
    if (IsText(*decoded)) return EncodeBase64Text(RedactText(*decoded));
  }
  return Pseudonym(text);
}

}  // namespace

std::optional<std::string> Redact(const std::optional<std::string>& bytes) {
  if (!bytes) return std::nullopt;
  return RedactText(*bytes);
}

}  // namespace drey
