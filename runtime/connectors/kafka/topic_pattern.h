// The regular expression of the option 'topic-pattern': java.util.regex.Pattern over topic names.
//
// Topic names have letters, digits, '.', '_' and '-' only, so the constructs in which Java's and other dialects differ hardly occur;
// those that do are refused by name instead of being read in another way. Immutable and thread-safe.
#pragma once

#include <memory>
#include <regex>
#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/base/source_text.h"

namespace drey {

class TopicPattern {
 public:
  // Fails with the message of Java's PatternSyntaxException where it is known.
  static absl::StatusOr<TopicPattern> Compile(std::string_view pattern, SourceRange range);

  // Matcher.matches: the whole name.
  bool Matches(std::string_view topic) const;
  const std::string& text() const { return text_; }

 private:
  TopicPattern(std::string text, std::shared_ptr<const std::regex> regex) : text_(std::move(text)), regex_(std::move(regex)) {}

  std::string text_;
  std::shared_ptr<const std::regex> regex_;
};

}  // namespace drey
