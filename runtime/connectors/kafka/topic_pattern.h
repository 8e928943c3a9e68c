// The regular expression of the option 'topic-pattern': java.util.regex.Pattern over topic names. Immutable and thread-safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/error.h"
#include "engine/functions/regex/java_regex.h"

namespace drey {

class TopicPattern {
 public:
  // Fails with the message of Java's PatternSyntaxException.
  static absl::StatusOr<TopicPattern> Compile(std::string_view pattern, SourceRange range);

  // Matcher.matches: the whole name.
  bool Matches(std::string_view topic) const { return JavaMatcher(*regex_, topic).Matches(); }
  const std::string& text() const { return text_; }

 private:
  TopicPattern(std::string_view text, std::shared_ptr<const JavaRegex> regex) : text_(text), regex_(std::move(regex)) {}

  std::string text_;
  std::shared_ptr<const JavaRegex> regex_;
};

}  // namespace drey
