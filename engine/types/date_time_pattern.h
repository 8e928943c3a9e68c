// Reads date and time text as java.time.format.DateTimeFormatter (JDK 17) does: the part of it from which Flink builds its formats.
//
// A pattern is a constant list of elements. Parsing takes elements in order (strict parsing, ASCII digits); an optional group that
// does not fit is skipped and what it read is forgotten. Resolving turns the fields into a date and a time and says what Java says
// where a value is out of range. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/types/timestamp.h"

namespace drey {

enum class DateTimeField : uint8_t { kYear, kYearOfEra, kMonth, kDay, kHour, kMinute, kSecond, kNanosecond };
inline constexpr size_t kDateTimeFields = 8;

// java.time.format.SignStyle, the three in use.
enum class SignStyle : uint8_t { kNotNegative, kNormal, kExceedsPad };

struct PatternElement {
  enum class Kind : uint8_t {
    kNumber,         // appendValue(field, min, max, sign)
    kFraction,       // appendFraction(NANO_OF_SECOND, 0, 9, true)
    kLiteral,        // a character
    kLetter,         // a character in either case
    kOptionalStart,  // up to the matching end
    kOptionalEnd,
  };
  Kind kind = Kind::kLiteral;
  DateTimeField field = DateTimeField::kYear;
  uint8_t min_width = 0;
  uint8_t max_width = 0;
  SignStyle sign = SignStyle::kNotNegative;
  char literal = 0;

  static constexpr PatternElement Number(DateTimeField field, uint8_t min_width, uint8_t max_width, SignStyle sign) {
    return {Kind::kNumber, field, min_width, max_width, sign, 0};
  }
  static constexpr PatternElement TwoDigits(DateTimeField field) {
    return Number(field, 2, 2, SignStyle::kNotNegative);
  }
  static constexpr PatternElement Fraction() { return {.kind = Kind::kFraction, .field = DateTimeField::kNanosecond}; }
  static constexpr PatternElement Literal(char c) { return {.kind = Kind::kLiteral, .literal = c}; }
  static constexpr PatternElement Letter(char capital) { return {.kind = Kind::kLetter, .literal = capital}; }
  static constexpr PatternElement OptionalStart() { return {.kind = Kind::kOptionalStart}; }
  static constexpr PatternElement OptionalEnd() { return {.kind = Kind::kOptionalEnd}; }
};

struct DateTimeFields {
  std::array<std::optional<int64_t>, kDateTimeFields> values;

  std::optional<int64_t>& operator[](DateTimeField field) { return values[static_cast<size_t>(field)]; }
  const std::optional<int64_t>& operator[](DateTimeField field) const { return values[static_cast<size_t>(field)]; }
};

// Reads the whole text. On failure returns nothing and sets `error` to the message of Java's DateTimeParseException.
std::optional<DateTimeFields> ParseDateTimeFields(std::span<const PatternElement> pattern, std::string_view text,
                                                  std::string& error);

enum class ResolverStyle : uint8_t {
  kStrict,
  kSmart,  // a day behind the end of its month is its last; 24:00:00 is the next day
};

// What the fields mean; a date needs year, month and day, a time at least the hour.
struct ResolvedDateTime {
  std::optional<int64_t> days = {};                // since 1970-01-01
  std::optional<int64_t> nanoseconds_of_day = {};
};

// On failure returns nothing and sets `error` to the message of Java's DateTimeException.
std::optional<ResolvedDateTime> ResolveDateTime(DateTimeFields fields, ResolverStyle style, std::string& error);

// "Text '…' could not be parsed": the message up to there, long texts cut at 64 UTF-16 units.
std::string CouldNotBeParsed(std::string_view text);

}  // namespace drey
