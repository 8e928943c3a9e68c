#include "engine/types/date_time_pattern.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

constexpr size_t kLongestQuotedText = 64;  // UTF-16 units
constexpr int kDigitsOfLong = 18;


// Walks over the text; a failed element leaves `error_position`.
class FieldReader {
 public:
  explicit FieldReader(std::string_view text) : text_(text) {}

  bool ReadAll(std::span<const PatternElement> pattern) {
    for (size_t i = 0; i < pattern.size(); ++i) {
      if (pattern[i].kind == PatternElement::Kind::kOptionalStart) {
        const size_t end = MatchingEnd(pattern, i);
        ReadOptional(pattern.subspan(i + 1, end - i - 1));
        i = end;
      } else if (!Read(pattern[i])) {
        return false;
      }
    }
    return true;
  }

  size_t position() const { return position_; }
  size_t error_position() const { return error_position_; }
  const DateTimeFields& fields() const { return fields_; }

 private:
  static size_t MatchingEnd(std::span<const PatternElement> pattern, size_t start) {
    int depth = 0;
    for (size_t i = start;; ++i) {
      if (pattern[i].kind == PatternElement::Kind::kOptionalStart) ++depth;
      if (pattern[i].kind == PatternElement::Kind::kOptionalEnd && --depth == 0) return i;
    }
  }

  void ReadOptional(std::span<const PatternElement> group) {
    const DateTimeFields fields = fields_;
    const size_t position = position_;
    if (ReadAll(group)) return;
    fields_ = fields;
    position_ = position;
  }

  bool Read(const PatternElement& element) {
    switch (element.kind) {
      case PatternElement::Kind::kNumber:
        return ReadNumber(element);
      case PatternElement::Kind::kFraction:
        return ReadFraction();
      case PatternElement::Kind::kLiteral:
        if (AtEnd() || text_[position_] != element.literal) return FailAt(position_);
        ++position_;
        return true;
      case PatternElement::Kind::kLetter:
        if (AtEnd() || ToUpper(text_.substr(position_, 1)).front() != element.literal) return FailAt(position_);
        ++position_;
        return true;
      case PatternElement::Kind::kOptionalStart:
      case PatternElement::Kind::kOptionalEnd:
        break;
    }
    return true;
  }

  bool ReadNumber(const PatternElement& element) {
    if (AtEnd()) return FailAt(position_);
    size_t start = position_;
    const bool positive = text_[start] == '+';
    const bool negative = text_[start] == '-';
    if (positive || negative) {
      if (!SignAllowed(element.sign, positive)) return FailAt(start);
      ++start;
    }
    size_t end = start;
    int64_t value = 0;
    while (end < text_.size() && end - start < element.max_width && IsDigit(text_[end])) {
      // Java drops the last digit of a number that exceeds a long.
      if (end - start >= kDigitsOfLong && value > (INT64_MAX - (text_[end] - '0')) / 10) break;
      value = value * 10 + (text_[end++] - '0');
    }
    const size_t width = end - start;
    if (width < element.min_width) return FailAt(start);
    if (negative) {
      if (value == 0) return FailAt(start - 1);
      value = -value;
    } else if (element.sign == SignStyle::kExceedsPad) {
      if (positive && width <= element.min_width) return FailAt(start - 1);
      if (!positive && width > element.min_width) return FailAt(start);
    }
    return Set(element.field, value, start, end);
  }

  bool ReadFraction() {
    if (AtEnd() || text_[position_] != '.') return true;
    const size_t start = position_ + 1;
    size_t end = start;
    int64_t value = 0;
    for (; end < text_.size() && end - start < 9 && IsDigit(text_[end]); ++end) value = value * 10 + (text_[end] - '0');
    for (size_t width = end - start; width < 9; ++width) value *= 10;
    return Set(DateTimeField::kNanosecond, value, start, end);
  }

  static bool SignAllowed(SignStyle style, bool positive) {
    if (style == SignStyle::kNotNegative) return false;
    return style == SignStyle::kExceedsPad || !positive;
  }

  // A field that was read before must have the same value.
  bool Set(DateTimeField field, int64_t value, size_t start, size_t end) {
    std::optional<int64_t>& slot = fields_[field];
    if (slot && *slot != value) return FailAt(start);
    slot = value;
    position_ = end;
    return true;
  }

  bool AtEnd() const { return position_ == text_.size(); }

  bool FailAt(size_t position) {
    error_position_ = position;
    return false;
  }

  std::string_view text_;
  DateTimeFields fields_ = {};
  size_t position_ = 0;
  size_t error_position_ = 0;
};

struct FieldRange {
  std::string_view name;
  int64_t min;
  int64_t max;
  std::string_view text;  // of the range
};

// In the order of DateTimeField.
constexpr FieldRange kRanges[kDateTimeFields] = {
    {"Year", -999999999, 999999999, "-999999999 - 999999999"},
    {"YearOfEra", 1, 1000000000, "1 - 999999999/1000000000"},
    {"MonthOfYear", 1, 12, "1 - 12"},
    {"DayOfMonth", 1, 31, "1 - 28/31"},
    {"HourOfDay", 0, 23, "0 - 23"},
    {"MinuteOfHour", 0, 59, "0 - 59"},
    {"SecondOfMinute", 0, 59, "0 - 59"},
    {"NanoOfSecond", 0, 999999999, "0 - 999999999"},
};

bool CheckRange(DateTimeField field, int64_t value, std::string& error) {
  const FieldRange& range = kRanges[static_cast<size_t>(field)];
  if (value >= range.min && value <= range.max) return true;
  error = Concat("Invalid value for ", range.name, " (valid values ", range.text, "): ", value);
  return false;
}

std::string InvalidDay(int64_t year, int month, int64_t day) {
  if (day == 29) return Concat("Invalid date 'February 29' as '", year, "' is not a leap year");
  constexpr std::string_view kMonths[] = {"JANUARY", "FEBRUARY", "MARCH",     "APRIL",   "MAY",      "JUNE",
                                          "JULY",    "AUGUST",   "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"};
  return Concat("Invalid date '", kMonths[month - 1], " ", day, "'");
}

bool ResolveDate(DateTimeFields& fields, ResolverStyle style, ResolvedDateTime& resolved, std::string& error) {
  if (const auto year_of_era = fields[DateTimeField::kYearOfEra]) {
    if (!CheckRange(DateTimeField::kYearOfEra, *year_of_era, error)) return false;
    fields[DateTimeField::kYear] = *year_of_era;
  }
  const auto year = fields[DateTimeField::kYear];
  const auto month = fields[DateTimeField::kMonth];
  auto day = fields[DateTimeField::kDay];
  if (!year || !month || !day) return true;
  if (!CheckRange(DateTimeField::kYear, *year, error)) return false;
  if (!CheckRange(DateTimeField::kMonth, *month, error)) return false;
  if (!CheckRange(DateTimeField::kDay, *day, error)) return false;
  const int last = DaysInMonth(*year, static_cast<int>(*month));
  if (*day > last) {
    if (style == ResolverStyle::kStrict) {
      error = InvalidDay(*year, static_cast<int>(*month), *day);
      return false;
    }
    day = last;
  }
  resolved.days = DaysFromCivil({*year, static_cast<int>(*month), static_cast<int>(*day)});
  return true;
}

bool ResolveTime(const DateTimeFields& fields, ResolverStyle style, ResolvedDateTime& resolved, std::string& error) {
  if (!fields[DateTimeField::kHour]) return true;
  const int64_t hour = *fields[DateTimeField::kHour];
  const int64_t minute = fields[DateTimeField::kMinute].value_or(0);
  const int64_t second = fields[DateTimeField::kSecond].value_or(0);
  const int64_t nanosecond = fields[DateTimeField::kNanosecond].value_or(0);
  if (!CheckRange(DateTimeField::kMinute, minute, error)) return false;
  if (style == ResolverStyle::kSmart && hour == 24 && minute == 0 && second == 0 && nanosecond == 0) {
    resolved.nanoseconds_of_day = 0;
    if (resolved.days) ++*resolved.days;
    return true;
  }
  if (!CheckRange(DateTimeField::kHour, hour, error)) return false;
  if (!CheckRange(DateTimeField::kSecond, second, error)) return false;
  resolved.nanoseconds_of_day = ((hour * 60 + minute) * 60 + second) * kNanosecondsPerSecond + nanosecond;
  return true;
}

}  // namespace

std::string CouldNotBeParsed(std::string_view text) {
  if (Utf16Length(text) <= kLongestQuotedText) return Concat("Text '", text, "' could not be parsed");
  return Concat("Text '", Utf16Prefix(text, kLongestQuotedText), "...' could not be parsed");
}

std::optional<DateTimeFields> ParseDateTimeFields(std::span<const PatternElement> pattern, std::string_view text,
                                                  std::string& error) {
  FieldReader reader(text);
  if (!reader.ReadAll(pattern)) {
    error = Concat(CouldNotBeParsed(text), " at index ", Utf16Length(text.substr(0, reader.error_position())));
    return std::nullopt;
  }
  if (reader.position() < text.size()) {
    error = Concat(CouldNotBeParsed(text), ", unparsed text found at index ",
                   Utf16Length(text.substr(0, reader.position())));
    return std::nullopt;
  }
  return reader.fields();
}

std::optional<ResolvedDateTime> ResolveDateTime(DateTimeFields fields, ResolverStyle style, std::string& error) {
  ResolvedDateTime resolved;
  if (!ResolveDate(fields, style, resolved, error)) return std::nullopt;
  if (!ResolveTime(fields, style, resolved, error)) return std::nullopt;
  return resolved;
}

}  // namespace drey
