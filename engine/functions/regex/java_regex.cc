#define PCRE2_CODE_UNIT_WIDTH 8
#include "engine/functions/regex/java_regex.h"

#include <pcre2.h>

#include <utility>

#include "engine/base/text.h"
#include "engine/functions/recently_used.h"
#include "engine/functions/regex/java_pattern.h"

namespace drey {
namespace {

constexpr uint32_t kMatchLimit = 100'000'000;

pcre2_code* Code(void* code) { return static_cast<pcre2_code*>(code); }
pcre2_match_data* Data(void* data) { return static_cast<pcre2_match_data*>(data); }
PCRE2_SPTR Bytes(std::string_view text) { return reinterpret_cast<PCRE2_SPTR>(text.data()); }

pcre2_match_context* MatchContext() {
  static pcre2_match_context* const context = [] {
    pcre2_match_context* made = pcre2_match_context_create(nullptr);
    pcre2_set_match_limit(made, kMatchLimit);
    return made;
  }();
  return context;
}

bool MatchesEmptyText(pcre2_code* code) {
  pcre2_match_data* const data = pcre2_match_data_create_from_pattern(code, nullptr);
  const int result = pcre2_match(code, Bytes(""), 0, 0, PCRE2_NOTBOL | PCRE2_NOTEOL, data, MatchContext());
  pcre2_match_data_free(data);
  return result >= 0;
}

}  // namespace

JavaRegex::JavaRegex(void* code, int group_count, bool matches_empty)
    : code_(code), group_count_(group_count), matches_empty_(matches_empty) {}

JavaRegex::~JavaRegex() { pcre2_code_free(Code(code_)); }

absl::StatusOr<std::shared_ptr<const JavaRegex>> JavaRegex::Compile(std::string_view pattern) {
  DREY_ASSIGN_OR_RETURN(const std::string translated, TranslateJavaPattern(pattern));
  int error = 0;
  PCRE2_SIZE offset = 0;
  pcre2_code* const code = pcre2_compile(Bytes(translated), translated.size(), PCRE2_UTF | PCRE2_MATCH_INVALID_UTF,
                                         &error, &offset, nullptr);
  if (code == nullptr) {
    char message[256] = "";
    pcre2_get_error_message(error, reinterpret_cast<PCRE2_UCHAR*>(message), sizeof(message));
    return UnsupportedError(Concat("the regular expression '", pattern, "' (", message, ")"));
  }
  uint32_t groups = 0;
  pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups);
  return std::shared_ptr<const JavaRegex>(new JavaRegex(code, static_cast<int>(groups), MatchesEmptyText(code)));
}

absl::StatusOr<std::shared_ptr<const JavaRegex>> JavaRegex::Cached(std::string_view pattern) {
  thread_local RecentlyUsed<std::shared_ptr<const JavaRegex>> recent;
  if (const auto* const known = recent.Find(pattern)) return *known;
  DREY_ASSIGN_OR_RETURN(std::shared_ptr<const JavaRegex> compiled, Compile(pattern));
  return *recent.Add(pattern, std::move(compiled));
}

JavaMatcher::JavaMatcher(const JavaRegex& regex, std::string_view text)
    : regex_(regex), text_(text), data_(pcre2_match_data_create_from_pattern(Code(regex.code_), nullptr)) {}

JavaMatcher::~JavaMatcher() { pcre2_match_data_free(Data(data_)); }

bool JavaMatcher::Run(size_t from, uint32_t options) {
  const int result =
      pcre2_match(Code(regex_.code_), Bytes(text_), text_.size(), from, options, Data(data_), MatchContext());
  if (result < 0) {
    gave_up_ = gave_up_ || result != PCRE2_ERROR_NOMATCH;
    return false;
  }
  const PCRE2_SIZE* const offsets = pcre2_get_ovector_pointer(Data(data_));
  start_ = offsets[0];
  end_ = offsets[1];
  return true;
}

bool JavaMatcher::Find() {
  if (done_) return false;
  if (pair_pending_) {
    // Java goes on unit by unit and finds the empty text again between the two halves of a pair.
    pair_pending_ = false;
    if (regex_.matches_empty_) {
      inside_pair_ = true;
      start_ = end_ = next_;
      return true;
    }
  }
  inside_pair_ = false;
  if (next_ > text_.size() || !Run(next_, 0)) {
    done_ = true;
    return false;
  }
  next_ = end_;
  if (end_ == start_) {
    // Behind an empty match the next one starts a character later.
    if (next_ == text_.size()) {
      done_ = true;
    } else {
      pair_pending_ = static_cast<unsigned char>(text_[next_]) >= 0xF0;
      do ++next_;
      while (next_ < text_.size() && (static_cast<unsigned char>(text_[next_]) & 0xC0) == 0x80);
    }
  }
  return true;
}

bool JavaMatcher::Matches() { return Run(0, PCRE2_ANCHORED | PCRE2_ENDANCHORED); }

std::optional<std::string_view> JavaMatcher::Group(int group) const {
  if (inside_pair_) return group == 0 ? std::optional<std::string_view>("") : std::nullopt;
  const PCRE2_SIZE* const offsets = pcre2_get_ovector_pointer(Data(data_));
  const size_t begin = offsets[2 * group];
  if (begin == PCRE2_UNSET) return std::nullopt;
  return text_.substr(begin, offsets[2 * group + 1] - begin);
}

}  // namespace drey
