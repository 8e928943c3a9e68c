// Regular expressions of java.util.regex (JDK 17), run by PCRE2. This folder is its only user.
//
// A Java pattern is parsed as Java parses it, so that what Java refuses is refused with Java's message, and written anew for PCRE2.
// Known differences: Unicode properties are those of PCRE2's Unicode version; with (?i) letters beyond ASCII match without regard to
// case also without (?u) inside character classes; a look-behind must have a fixed length for each of its alternatives. Properties and
// flags that have no counterpart are refused as unsupported.
//
// Texts are Java Strings (see TextForm). A JavaRegex is immutable and may be used from several threads.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace drey {

class JavaRegex {
 public:
  // InvalidError with the message of Java's PatternSyntaxException, or UnsupportedError.
  static absl::StatusOr<std::shared_ptr<const JavaRegex>> Compile(std::string_view pattern);
  // The same; each thread keeps the expressions it compiled last.
  static absl::StatusOr<std::shared_ptr<const JavaRegex>> Cached(std::string_view pattern);

  ~JavaRegex();
  JavaRegex(const JavaRegex&) = delete;
  JavaRegex& operator=(const JavaRegex&) = delete;

  // Groups beside group 0.
  int group_count() const { return group_count_; }

 private:
  friend class JavaMatcher;
  JavaRegex(void* code, int group_count, bool matches_empty);

  void* code_;  // pcre2_code
  int group_count_;
  bool matches_empty_;  // also the empty text
};

// One search through one text, which must outlive it.
class JavaMatcher {
 public:
  JavaMatcher(const JavaRegex& regex, std::string_view text);
  ~JavaMatcher();
  JavaMatcher(const JavaMatcher&) = delete;
  JavaMatcher& operator=(const JavaMatcher&) = delete;

  // Matcher.find: the next match.
  bool Find();
  // Matcher.matches: the whole text.
  bool Matches();
  // Set where the search gave up; Java would run on or overflow its stack.
  bool gave_up() const { return gave_up_; }

  // Of the last match. Bytes from the start of the text. An empty match in the middle of a surrogate pair, where Java also finds one, has
  // `inside_pair` set; its place is the end of the pair.
  size_t start() const { return start_; }
  size_t end() const { return end_; }
  bool inside_pair() const { return inside_pair_; }
  // Absent where the group took no part in the match. Requires group <= group_count.
  std::optional<std::string_view> Group(int group) const;

 private:
  bool Run(size_t from, uint32_t options);

  const JavaRegex& regex_;
  std::string_view text_;
  void* data_;  // pcre2_match_data
  size_t next_ = 0;
  size_t start_ = 0;
  size_t end_ = 0;
  bool done_ = false;
  bool pair_pending_ = false;
  bool inside_pair_ = false;
  bool gave_up_ = false;
};

}  // namespace drey
