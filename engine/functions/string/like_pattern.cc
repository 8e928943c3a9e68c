#include "engine/functions/string/like_pattern.h"

#include <algorithm>
#include <iterator>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"

namespace drey {
namespace {

constexpr std::u16string_view kJavaSpecials = u"[]()|^-+*?{}$\\.";
constexpr std::u16string_view kSimilarSpecials = u"[]()|^-+*_%?{}";

struct NamedSet {
  std::u16string_view name;
  std::u16string_view java;
};
constexpr NamedSet kNamedSets[] = {
    {u"[:ALPHA:]", u"\\p{Alpha}"}, {u"[:alpha:]", u"\\p{Alpha}"}, {u"[:UPPER:]", u"\\p{Upper}"},
    {u"[:upper:]", u"\\p{Upper}"}, {u"[:LOWER:]", u"\\p{Lower}"}, {u"[:lower:]", u"\\p{Lower}"},
    {u"[:DIGIT:]", u"\\d"},        {u"[:digit:]", u"\\d"},        {u"[:SPACE:]", u" "},
    {u"[:space:]", u" "},          {u"[:WHITESPACE:]", u"\\s"},   {u"[:whitespace:]", u"\\s"},
    {u"[:ALNUM:]", u"\\p{Alnum}"}, {u"[:alnum:]", u"\\p{Alnum}"}};

bool IsLineTerminator(char32_t c) { return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029; }

absl::Status InvalidEscapeSequence(std::string_view pattern, int64_t index) {
  return InvalidError(Concat("Invalid escape sequence '", pattern, "', ", index));
}

bool IsOneOf(std::u16string_view set, char16_t unit) { return set.find(unit) != std::u16string_view::npos; }

// Rewrites a SIMILAR TO pattern unit by unit.
class SimilarRewriter {
 public:
  SimilarRewriter(std::string_view pattern, std::string_view escape, FlinkVersion version)
      : text_(pattern), pattern_(ToUtf16(pattern)), version_(version) {
    if (!escape.empty()) escape_ = ToUtf16(escape)[0];
  }

  absl::StatusOr<std::string> Rewrite() {
    DREY_RETURN_IF_ERROR(CheckEscapes());
    for (size_t i = 0; i < pattern_.size(); ++i) {
      const char16_t c = pattern_[i];
      if (IsEscape(c)) {
        if (i + 1 == pattern_.size()) return InvalidEscapeSequence(text_, static_cast<int64_t>(i));
        const char16_t next = pattern_[i + 1];
        if (!IsOneOf(kSimilarSpecials, next) && next != c) return InvalidEscapeSequence(text_, static_cast<int64_t>(i));
        AppendEscaped(next);
        ++i;
        continue;
      }
      switch (c) {
        case u'_':
          java_ += u'.';
          break;
        case u'%':
          java_ += u"(?s:.*)";
          break;
        case u'[':
          java_ += u'[';
          inside_set_ = true;
          DREY_RETURN_IF_ERROR(RewriteSet(i));
          break;
        case u']':
          if (!inside_set_) return InvalidExpression();
          inside_set_ = false;
          java_ += u']';
          break;
        case u'\\':
          java_ += u"\\\\";
          break;
        case u'$':
          java_ += u"\\$";
          break;
        default:
          java_ += c;
      }
    }
    if (inside_set_) return InvalidExpression();
    return ToUtf8(java_);
  }

 private:
  // 1.20 takes U+0000 for an escape where none is given.
  bool IsEscape(char16_t c) const {
    return c == escape_ && (escape_ != 0 || version_ < FlinkVersion::k2_3);
  }

  absl::Status InvalidExpression() const { return InvalidError(Concat("Invalid regular expression '", text_, "'")); }

  void AppendEscaped(char16_t c) {
    if (IsOneOf(kSimilarSpecials, c) && IsOneOf(kJavaSpecials, c)) java_ += u'\\';
    java_ += c;
  }

  absl::Status CheckEscapes() const {
    if (escape_ == 0) return absl::OkStatus();
    if (IsOneOf(kSimilarSpecials, escape_)) {
      for (size_t i = 0; i < pattern_.size(); ++i) {
        if (pattern_[i] != escape_) continue;
        const bool is_last = i + 1 == pattern_.size();
        if (is_last || (!IsOneOf(kSimilarSpecials, pattern_[i + 1]) && pattern_[i + 1] != escape_)) {
          return InvalidEscapeSequence(text_, static_cast<int64_t>(i));
        }
      }
    }
    if (escape_ == u':') {
      const bool has_set = pattern_.find(u"[:") != std::u16string::npos && pattern_.find(u":]") != std::u16string::npos;
      if (!has_set) return InvalidEscapeSequence(text_, -1);
    }
    return absl::OkStatus();
  }

  // Behind '[' at pattern_[i]; leaves `i` before the ']'.
  absl::Status RewriteSet(size_t& i) {
    for (++i; i < pattern_.size(); ++i) {
      const char16_t c = pattern_[i];
      if (c == u']') break;
      if (IsEscape(c)) {
        ++i;
        const char16_t next = i < pattern_.size() ? pattern_[i] : u'\0';
        if (!IsOneOf(kSimilarSpecials, next) && next != c) return InvalidExpression();
        AppendEscaped(next);
      } else if (c == u'-' || c == u'^') {
        java_ += c;
      } else if (pattern_.compare(i, 2, u"[:") == 0) {
        const auto named = std::find_if(std::begin(kNamedSets), std::end(kNamedSets), [&](const NamedSet& set) {
          return pattern_.compare(i, set.name.size(), set.name) == 0;
        });
        if (named == std::end(kNamedSets)) return InvalidExpression();
        java_ += named->java;
        i += named->name.size() - 1;
      } else if (IsOneOf(kSimilarSpecials, c)) {
        return InvalidExpression();
      } else {
        java_ += c;
      }
    }
    --i;
    return absl::OkStatus();
  }

  std::string_view text_;
  std::u16string pattern_;
  FlinkVersion version_;
  char16_t escape_ = 0;
  bool inside_set_ = false;
  std::u16string java_;
};

}  // namespace

std::string InvalidEscapeCharacter(std::string_view escape) { return Concat("Invalid escape character '", escape, "'"); }

std::string_view EscapeExceptionClass(FlinkVersion version) {
  return version >= FlinkVersion::k2_3 ? kValidationException : "java.lang.RuntimeException";
}

absl::StatusOr<LikePattern> LikePattern::Parse(std::string_view pattern, std::string_view escape) {
  LikePattern parsed;
  size_t at = 0;
  const char32_t escape_character = escape.empty() ? kAny : NextCodePoint(escape, at);
  int64_t units = 0;  // where the code point starts, as Java counts
  for (size_t i = 0; i < pattern.size();) {
    char32_t c = NextCodePoint(pattern, i);
    const int64_t index = units;
    units += c > 0xFFFF ? 2 : 1;
    if (c == escape_character) {
      if (i == pattern.size()) return InvalidEscapeSequence(pattern, index);
      c = NextCodePoint(pattern, i);
      ++units;
      if (c != '_' && c != '%' && c != escape_character) return InvalidEscapeSequence(pattern, index);
      parsed.elements_.push_back(c);
    } else if (c == '%') {
      if (parsed.elements_.empty() || parsed.elements_.back() != kAny) parsed.elements_.push_back(kAny);
    } else {
      parsed.elements_.push_back(c == '_' ? kAnyOne : c);
    }
  }
  return parsed;
}

bool LikePattern::Matches(std::string_view text) const {
  // Where the last % stands, and from where the text behind it is tried.
  size_t any_element = elements_.size();
  size_t any_text = 0;
  size_t element = 0;
  size_t i = 0;
  while (true) {
    if (element < elements_.size() && elements_[element] == kAny) {
      any_element = element++;
      any_text = i;
      continue;
    }
    if (i < text.size() && element < elements_.size()) {
      size_t next = i;
      const char32_t c = NextCodePoint(text, next);
      if (elements_[element] == c || (elements_[element] == kAnyOne && !IsLineTerminator(c))) {
        ++element;
        i = next;
        continue;
      }
    } else if (i == text.size() && element == elements_.size()) {
      return true;
    }
    if (any_element == elements_.size() || any_text >= text.size()) return false;
    // One character more for the last %.
    NextCodePoint(text, any_text);
    i = any_text;
    element = any_element + 1;
  }
}

absl::StatusOr<std::string> SimilarToJavaPattern(std::string_view pattern, std::string_view escape,
                                                 FlinkVersion version) {
  return SimilarRewriter(pattern, escape, version).Rewrite();
}

}  // namespace drey
