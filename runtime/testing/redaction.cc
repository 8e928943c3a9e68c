#include "runtime/testing/redaction.h"

#include <algorithm>
#include <cstdint>

#include "engine/base/text.h"
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

bool IsHexDigit(char c) { return HexDigitValue(c) >= 0; }
bool IsLetterOrDigit(char c) { return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Whether `text` begins with the pattern: 0 is a digit, x a hexadecimal one, all else itself.
bool BeginsWith(std::string_view text, std::string_view pattern) {
  return text.size() >= pattern.size() && std::equal(pattern.begin(), pattern.end(), text.begin(), [](char wanted, char c) {
           return wanted == '0' ? IsDigit(c) : wanted == 'x' ? IsHexDigit(c) : wanted == c;
         });
}

int NumberAt(std::string_view text, size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); }

std::string TwoDigits(uint64_t number) { return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)}; }

class PseudonymWriter {
 public:
  PseudonymWriter(std::string_view text, uint64_t seed) : text_(text), state_(seed) {}

  std::string Write() {
    while (at_ < text_.size()) {
      if (!WriteDate() && !WriteTime() && !WriteUuid()) WriteCharacter();
    }
    return std::move(out_);
  }

 private:
  uint64_t Next(uint64_t bound) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return (state_ >> 33) % bound;
  }

  // Whether a word of this pattern stands here.
  bool Stands(std::string_view pattern, std::string_view may_follow) const {
    const std::string_view rest = text_.substr(at_);
    if ((at_ > 0 && IsLetterOrDigit(text_[at_ - 1]) && text_[at_ - 1] != 'T') || !BeginsWith(rest, pattern)) return false;
    return rest.size() == pattern.size() || !IsLetterOrDigit(rest[pattern.size()]) || may_follow.find(rest[pattern.size()]) != std::string_view::npos;
  }

  // Another day that is in the calendar.
  bool WriteDate() {
    if (!Stands("0000-00-00", "T")) return false;
    const int month = NumberAt(text_, at_ + 5);
    const int day = NumberAt(text_, at_ + 8);
    if (month < 1 || month > 12 || day < 1 || day > 31) return false;
    out_ += TwoDigits(19 + Next(2));
    out_ += TwoDigits(Next(100));
    out_ += '-' + TwoDigits(1 + Next(12));
    out_ += '-' + TwoDigits(1 + Next(28));
    at_ += 10;
    if (BeginsWith(text_.substr(at_), "T00:00")) out_ += text_[at_++];
    return true;
  }

  // Another time of the day; its zone stays, since few are valid.
  bool WriteTime() {
    if (!Stands("00:00", "Z") || NumberAt(text_, at_) > 23 || NumberAt(text_, at_ + 3) > 59) return false;
    out_ += TwoDigits(Next(24)) + ':' + TwoDigits(Next(60));
    at_ += 5;
    if (BeginsWith(text_.substr(at_), ":00") && NumberAt(text_, at_ + 1) < 60) {
      out_ += ':' + TwoDigits(Next(60));
      at_ += 3;
    }
    if (BeginsWith(text_.substr(at_), ".0")) WriteDigits();
    if (at_ < text_.size() && text_[at_] == 'Z') out_ += text_[at_++];
    for (const std::string_view zone : {"+00:00", "-00:00", "+0000", "-0000", "+00", "-00"}) {
      if (!BeginsWith(text_.substr(at_), zone)) continue;
      out_ += text_.substr(at_, zone.size());
      at_ += zone.size();
      break;
    }
    return true;
  }

  void WriteDigits() {
    out_ += text_[at_++];
    for (; at_ < text_.size() && IsDigit(text_[at_]); ++at_) out_ += static_cast<char>('0' + Next(10));
  }

  // Hexadecimal digits of the same case; version and variant stay.
  bool WriteUuid() {
    constexpr std::string_view kUuid = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    if (!Stands(kUuid, "")) return false;
    const std::string_view uuid = text_.substr(at_, kUuid.size());
    const bool capitals = std::any_of(uuid.begin(), uuid.end(), [](char c) { return c >= 'A' && c <= 'F'; });
    for (size_t i = 0; i < kUuid.size(); ++i) {
      const bool stays = uuid[i] == '-' || i == 14 || i == 19;
      out_ += stays ? uuid[i] : (capitals ? "0123456789ABCDEF" : "0123456789abcdef")[Next(16)];
    }
    at_ += kUuid.size();
    return true;
  }

  void WriteCharacter() {
    const char c = text_[at_];
    at_ += static_cast<unsigned char>(c) >= 0x80 ? Utf8Length(static_cast<unsigned char>(c)) : 1;
    if (c >= 'A' && c <= 'Z') {
      out_ += static_cast<char>('A' + Next(26));
    } else if (IsDigit(c)) {
      out_ += static_cast<char>('0' + Next(10));
    } else if (IsLetterOrDigit(c) || static_cast<unsigned char>(c) >= 0x80) {
      // Letters beyond ASCII become small ones.
      out_ += static_cast<char>('a' + Next(26));
    } else {
      out_ += c;
    }
  }

  std::string_view text_;
  size_t at_ = 0;
  uint64_t state_;
  std::string out_;
};

// Another text of the same shape.
std::string Pseudonym(std::string_view text) {
  const uint64_t hash = HashOf(text);
  std::string pseudonym = PseudonymWriter(text, hash).Write();
  const bool has_other = std::any_of(text.begin(), text.end(), [](char c) { return IsLetterOrDigit(c) || static_cast<unsigned char>(c) >= 0x80; });
  // A short text may come to itself.
  constexpr uint64_t kMostTries = 100;
  for (uint64_t i = 1; has_other && pseudonym == text && i < kMostTries; ++i) pseudonym = PseudonymWriter(text, hash + i).Write();
  return pseudonym;
}

// Bytes that a person could read: what base64 of something else hardly ever decodes to.
bool IsReadable(std::string_view bytes) {
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
    if (IsReadable(*decoded)) return EncodeBase64Text(RedactText(*decoded));
  }
  return Pseudonym(text);
}

}  // namespace

std::optional<std::string> Redact(const std::optional<std::string>& bytes) {
  if (!bytes) return std::nullopt;
  return RedactText(*bytes);
}

}  // namespace drey
