#include "runtime/connectors/kafka/topic_pattern.h"

#include <optional>
#include <utility>

#include "engine/base/text.h"

namespace drey {
namespace {

absl::Status SyntaxError(std::string_view message, SourceRange range) {
  return WithFlinkClass(InvalidError(message, range), "java.util.regex.PatternSyntaxException");
}

bool IsOneOf(char c, std::string_view characters) { return characters.find(c) != std::string_view::npos; }

// Walks over a pattern once: finds the errors that Java finds, and what ECMAScript (std::regex) reads differently.
class PatternChecker {
 public:
  PatternChecker(std::string_view pattern, SourceRange range) : pattern_(pattern), range_(range) {}

  absl::Status Check() {
    size_t open_groups = 0;
    bool can_repeat = false;  // whether something stands before a quantifier
    for (size_t i = 0; i < pattern_.size(); ++i) {
      const char c = pattern_[i];
      if (c == '\\') {
        DREY_RETURN_IF_ERROR(CheckEscape(i));
        ++i;
        can_repeat = true;
      } else if (c == '[') {
        DREY_ASSIGN_OR_RETURN(i, SkipCharacterClass(i));
        can_repeat = true;
      } else if (c == '(') {
        ++open_groups;
        DREY_RETURN_IF_ERROR(CheckGroup(i));
        if (i + 1 < pattern_.size() && pattern_[i + 1] == '?') i += 2;
        can_repeat = false;
      } else if (c == ')') {
        if (open_groups == 0) return At("Unmatched closing ')'", i == 0 ? 0 : i - 1);
        --open_groups;
        can_repeat = true;
      } else if (IsOneOf(c, "*+?")) {
        if (!can_repeat) return At(Concat("Dangling meta character '", c, "'"), i);
        DREY_ASSIGN_OR_RETURN(i, SkipQuantifierSuffix(i));
        can_repeat = false;
      } else if (c == '{') {
        DREY_ASSIGN_OR_RETURN(i, SkipCount(i, can_repeat));
        can_repeat = false;
      } else {
        can_repeat = c != '|';
      }
    }
    if (open_groups > 0) return SyntaxError(Concat("Unclosed group near index ", pattern_.size(), "\n", pattern_), range_);
    return absl::OkStatus();
  }

 private:
  absl::Status At(std::string_view message, size_t index) const {
    return SyntaxError(Concat(message, " near index ", index, "\n", pattern_, "\n", std::string(index, ' '), "^"), range_);
  }

  absl::Status Unsupported(std::string_view construct) const {
    return UnsupportedError(Concat("'", construct, "' in the regular expression of 'topic-pattern'"), range_);
  }

  absl::Status CheckEscape(size_t i) const {
    if (i + 1 == pattern_.size()) {
      return SyntaxError(Concat("Unexpected internal error near index ", pattern_.size(), "\n", pattern_), range_);
    }
    const char c = pattern_[i + 1];
    const bool letter_or_digit = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    if (letter_or_digit && !IsOneOf(c, "dDwWsSbB")) return Unsupported(pattern_.substr(i, 2));
    return absl::OkStatus();
  }

  absl::Status CheckGroup(size_t i) const {
    if (i + 1 >= pattern_.size() || pattern_[i + 1] != '?') return absl::OkStatus();
    if (i + 2 < pattern_.size() && IsOneOf(pattern_[i + 2], ":=!")) return absl::OkStatus();
    return Unsupported(pattern_.substr(i, 3));
  }

  // Returns the index of the closing bracket.
  absl::StatusOr<size_t> SkipCharacterClass(size_t begin) const {
    size_t i = begin + 1;
    if (i < pattern_.size() && pattern_[i] == '^') ++i;
    for (bool first = true; i < pattern_.size(); ++i, first = false) {
      const char c = pattern_[i];
      if (c == ']' && !first) return i;
      if (c == ']') return Unsupported("[]");
      if (c == '[') return Unsupported("[[");
      if (c == '&' && i + 1 < pattern_.size() && pattern_[i + 1] == '&') return Unsupported("&&");
      if (c == '\\') {
        DREY_RETURN_IF_ERROR(CheckEscape(i));
        ++i;
      }
    }
    return At("Unclosed character class", pattern_.size() - 1);
  }

  absl::StatusOr<size_t> SkipQuantifierSuffix(size_t i) const {
    if (i + 1 >= pattern_.size()) return i;
    if (pattern_[i + 1] == '+') return Unsupported(pattern_.substr(i, 2));
    return pattern_[i + 1] == '?' ? i + 1 : i;
  }

  // {n}, {n,} or {n,m}; returns the index of its last character.
  absl::StatusOr<size_t> SkipCount(size_t begin, bool can_repeat) const {
    const size_t end = pattern_.find('}', begin);
    const std::string_view inner =
        end == std::string_view::npos ? std::string_view() : pattern_.substr(begin + 1, end - begin - 1);
    const bool numbers = !inner.empty() && inner.find_first_not_of("0123456789,") == std::string_view::npos && inner[0] != ',';
    if (!can_repeat || !numbers) {
      return SyntaxError(Concat("Illegal repetition near index ", begin + 1, "\n", pattern_), range_);
    }
    return SkipQuantifierSuffix(end);
  }

  std::string_view pattern_;
  SourceRange range_;
};

}  // namespace

absl::StatusOr<TopicPattern> TopicPattern::Compile(std::string_view pattern, SourceRange range) {
  DREY_RETURN_IF_ERROR(PatternChecker(pattern, range).Check());
  try {
    return TopicPattern(std::string(pattern), std::make_shared<const std::regex>(std::string(pattern), std::regex::ECMAScript));
  } catch (const std::regex_error&) {
    return UnsupportedError(Concat("the regular expression '", pattern, "' as 'topic-pattern'"), range);
  }
}

bool TopicPattern::Matches(std::string_view topic) const {
  return std::regex_match(topic.begin(), topic.end(), *regex_);
}

}  // namespace drey
