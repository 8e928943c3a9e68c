// java.time.format.DateTimeFormatter.ofPattern (JDK 17, Locale.US): prints a wall clock and reads text.
//
// What text means is resolved as Java's SMART style does: a day behind the end of its month is its last, 24:00 is the next day, fields
// that contradict each other are refused. Immutable and thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/types/timestamp.h"

namespace drey {

// Digits of a number in a pattern.
inline constexpr int kLongestNumber = 19;

// java.time's ChronoField and the localized fields of weeks, as far as patterns name them.
enum class TemporalField : uint8_t {
  kEra,
  kYear,
  kYearOfEra,
  kMonth,
  kDay,
  kDayOfYear,
  kQuarter,
  kWeekBasedYear,
  kWeekOfWeekBasedYear,
  kWeekOfMonth,
  kDayOfWeek,           // Monday is 1
  kLocalizedDayOfWeek,  // Sunday is 1
  kAlignedDayOfWeekInMonth,
  kModifiedJulianDay,
  kAmPm,
  kHourOfAmPm,
  kClockHourOfAmPm,
  kHour,
  kClockHourOfDay,
  kMinute,
  kSecond,
  kNanosecond,
  kMillisecondOfDay,
  kNanosecondOfDay,
  kOffsetSeconds,
};
inline constexpr size_t kTemporalFields = 25;

// A Java exception.
struct DateTimeFailure {
  std::string_view flink_class;
  std::string message;
};

class TemporalFieldValues {
 public:
  std::optional<int64_t>& operator[](TemporalField field) { return values_[static_cast<size_t>(field)]; }
  const std::optional<int64_t>& operator[](TemporalField field) const { return values_[static_cast<size_t>(field)]; }

 private:
  std::array<std::optional<int64_t>, kTemporalFields> values_;
};

class DateTimeFormatter {
 public:
  // What a pattern is made of.
  enum class Sign : uint8_t { kNotNegative, kNormal, kExceedsPad };
  enum class TextStyle : uint8_t { kShort, kFull, kNarrow };
  struct Element {
    enum class Kind : uint8_t { kNumber, kTwoDigitYear, kFraction, kText, kLiteral, kOptional, kOffset, kZone, kDayPeriod };
    Kind kind = Kind::kLiteral;
    TemporalField field = TemporalField::kYear;
    TextStyle style = TextStyle::kShort;
    Sign sign = Sign::kNotNegative;
    int min_width = 0;
    int max_width = 0;
    int subsequent_width = 0;  // digits that belong to the numbers right behind
    int pad_width = 0;         // of the "p" in front; 0: none
    std::string literal = {};  // the text, or the form of an offset
    std::string zero = {};     // offset zero as text
    size_t end = 0;  // of kOptional: the element behind its last
  };

  // Absent where the pattern is wrong; the failure is Java's IllegalArgumentException.
  static std::shared_ptr<const DateTimeFormatter> Compile(std::string_view pattern, DateTimeFailure& failure);
  // The same; each thread keeps the ones it made last.
  static std::shared_ptr<const DateTimeFormatter> Cached(std::string_view pattern, DateTimeFailure& failure);

  // False with a failure where Java throws.
  bool Format(LocalDateTime local, std::string& out, DateTimeFailure& failure) const;

  // What the whole text says, with the year 1970, January, 1 and 0 for what it does not say. Absent where the text does not fit
  // (DateTimeParseException, `failure` empty) or says what no calendar has (DateTimeException, `failure` set).
  std::optional<LocalDateTime> Parse(std::string_view text, DateTimeFailure& failure) const;

  // A letter that Format knows and Parse does not: drey reads no names of zones and no periods of the day. 0: none.
  char unreadable_letter() const { return unreadable_letter_; }

 private:
  friend class DateTimePatternCompiler;
  friend class DateTimePrinter;
  friend class DateTimeReader;

  std::vector<Element> elements_;
  char unreadable_letter_ = 0;
};

}  // namespace drey
