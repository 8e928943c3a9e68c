// DATE '…', TIME '…', TIMESTAMP '…' and INTERVAL '…' literals, as Calcite reads them.
#include <array>
#include <charconv>
#include <vector>

#include "engine/base/text.h"
#include "engine/base/flink_error.h"
#include "engine/expression/literal.h"
#include "engine/types/civil_date.h"

namespace drey {
namespace {

constexpr int64_t kMillisecondsOfDay = 86'400'000;
// 9999-12-31
constexpr int64_t kLastDay = 2'932'896;

absl::Status Illegal(std::string_view what, const Literal& literal, SourceRange range, std::string_view pattern) {
  return WithFlinkClass(InvalidError(Concat("Illegal ", what, " literal '", literal.text, "': not in format '", pattern, "'"), range),
                        kCalciteException);
}

// A day of the calendar of java.util.GregorianCalendar, which is Julian up to 1582-10-04 and goes on with 1582-10-15.
bool IsHybridDay(int64_t year, int month, int day) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12 || day < 1) return false;
  if (year == 1582 && month == 10 && day > 4 && day < 15) return false;
  const bool leap = year > 1582 ? IsLeapYear(year) : year % 4 == 0;
  return day <= (month == 2 && leap ? 29 : kDays[static_cast<size_t>(month - 1)]);
}

// Of the Julian calendar only: Calcite reads a literal in the one calendar and counts its days in the other.
bool IsJulianLeapDay(const CivilDate& date) { return date.month == 2 && date.day == 29 && !IsLeapYear(date.year); }

std::optional<int> ReadDigits(std::string_view text) {
  int value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || parsed.ptr != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

std::optional<CivilDate> ReadDate(std::string_view text) {
  const auto parts = Split(text, '-');
  if (parts.size() != 3) return std::nullopt;
  const auto year = ReadDigits(parts[0]);
  const auto month = ReadDigits(parts[1]);
  const auto day = ReadDigits(parts[2]);
  if (!year || *year == 0 || !month || !day || !IsHybridDay(*year, *month, *day)) return std::nullopt;
  return CivilDate{*year, *month, *day};
}

struct TimeOfDay {
  int64_t milliseconds = 0;
  uint32_t nanoseconds = 0;  // of the millisecond
  int precision = 0;
};

std::optional<TimeOfDay> ReadTime(std::string_view text) {
  std::string_view fraction;
  if (const size_t point = text.find('.'); point != std::string_view::npos) {
    fraction = text.substr(point + 1);
    text = text.substr(0, point);
    if (fraction.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    fraction = fraction.substr(0, 9);
  }
  const auto parts = Split(text, ':');
  if (parts.size() != 3) return std::nullopt;
  const auto hour = ReadDigits(parts[0]);
  const auto minute = ReadDigits(parts[1]);
  const auto second = ReadDigits(parts[2]);
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  std::string nine(fraction);
  nine.resize(9, '0');
  const int nanoseconds = *ReadDigits(nine);
  TimeOfDay time;
  time.milliseconds = (int64_t{*hour} * 3600 + *minute * 60 + *second) * 1000 + nanoseconds / 1'000'000;
  time.nanoseconds = static_cast<uint32_t>(nanoseconds % 1'000'000);
  time.precision = static_cast<int>(fraction.size());
  return time;
}

struct IntervalField {
  IntervalUnit unit;
  int64_t size;       // in months or milliseconds
  int64_t limit = 0;  // of a field that is not the first: as many make one of the field before
};

constexpr std::array<IntervalField, 8> kIntervalFields = {{
    {IntervalUnit::kYear, 12}, {IntervalUnit::kQuarter, 3}, {IntervalUnit::kMonth, 1, 12},
    {IntervalUnit::kWeek, 7 * kMillisecondsOfDay}, {IntervalUnit::kDay, kMillisecondsOfDay},
    {IntervalUnit::kHour, 3'600'000, 24}, {IntervalUnit::kMinute, 60'000, 60}, {IntervalUnit::kSecond, 1000, 60},
}};

std::string QualifierText(const IntervalQualifier& qualifier) {
  std::string text(NameOf(qualifier.start));
  const bool is_second = qualifier.start == IntervalUnit::kSecond;
  if (qualifier.start_precision && is_second && qualifier.end_precision) {
    Append(text, "(", *qualifier.start_precision, ", ", *qualifier.end_precision, ")");
  } else if (qualifier.start_precision) {
    Append(text, "(", *qualifier.start_precision, ")");
  }
  if (qualifier.end) Append(text, " TO ", NameOf(*qualifier.end));
  if (qualifier.end_precision && !is_second) Append(text, "(", *qualifier.end_precision, ")");
  return text;
}

absl::Status ValidatorError(std::string_view message, SourceRange range) {
  return WithFlinkClass(InvalidError(message, range), "org.apache.calcite.sql.validate.SqlValidatorException");
}

absl::Status IntervalWithoutText(const IntervalQualifier& qualifier, SourceRange range) {
  return WithFlinkClass(InvalidError(Concat("Illegal INTERVAL literal  ", QualifierText(qualifier)), range),
                        kCalciteException);
}

// 1,000
std::string WithThousands(int64_t number) {
  std::string text = std::to_string(number);
  for (ptrdiff_t i = static_cast<ptrdiff_t>(text.size()) - 3; i > 0; i -= 3) text.insert(static_cast<size_t>(i), ",");
  return text;
}

// The first field has at most two digits, unless the qualifier says otherwise.
absl::Status CheckPrecision(std::string_view text, bool negative, const IntervalQualifier& qualifier, SourceRange range) {
  constexpr int kDefaultPrecision = 2;
  constexpr int kMaxPrecision = 10;
  constexpr int kMaxDayTimePrecision = 3;
  const int precision = qualifier.start_precision.value_or(kDefaultPrecision);
  if (precision < 1 || precision > kMaxPrecision) {
    return ValidatorError(Concat("Interval leading field precision '", precision, "' out of range for INTERVAL ", QualifierText(qualifier)),
                          range);
  }
  if (!qualifier.IsYearMonth() && precision > kMaxDayTimePrecision) {
    return WithFlinkClass(InvalidError(Concat("DAY_INTERVAL_TYPES precision is not supported: ", precision), range),
                          "org.apache.flink.table.api.TableException");
  }
  if (qualifier.end_precision == 0) {
    return ValidatorError(Concat("Interval fractional second precision '0' out of range for INTERVAL ", QualifierText(qualifier)), range);
  }
  const size_t end = text.find_first_not_of("0123456789");
  std::string_view digits = text.substr(0, end);
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  if (static_cast<int>(digits.size()) <= precision) return absl::OkStatus();
  int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return ValidatorError(Concat("Interval field value ", negative ? "-" : "", WithThousands(value), " exceeds precision of ",
                               NameOf(qualifier.start), "(", precision, ") field"),
                        range);
}

// The value between the quotes, which has one number per unit from start to end: '1', '1-2', '1 02:03:04.5'.
std::optional<int64_t> ReadInterval(std::string_view text, const IntervalQualifier& qualifier) {
  size_t field = 0;
  while (kIntervalFields[field].unit != qualifier.start) ++field;
  const IntervalUnit end = qualifier.end.value_or(qualifier.start);
  constexpr int kDefaultFractionDigits = 6;
  const size_t most_fraction_digits = static_cast<size_t>(qualifier.end_precision.value_or(kDefaultFractionDigits));
  int64_t total = 0;
  while (true) {
    const IntervalField& current = kIntervalFields[field];
    const bool last = current.unit == end;
    const size_t stop = last ? text.size() : text.find_first_of("- :");
    if (stop == std::string_view::npos) return std::nullopt;
    std::string_view number = text.substr(0, stop);
    std::string_view fraction;
    if (current.unit == IntervalUnit::kSecond) {
      const size_t point = number.find('.');
      if (point != std::string_view::npos) {
        fraction = number.substr(point + 1);
        number = number.substr(0, point);
      }
    }
    const auto value = ReadDigits(number);
    const bool is_first = current.unit == qualifier.start;
    if (!value || (!is_first && *value >= current.limit)) return std::nullopt;
    total += *value * current.size;
    if (!fraction.empty()) {
      std::string three(fraction.substr(0, 3));
      three.resize(3, '0');
      const auto milliseconds = ReadDigits(three);
      if (!milliseconds || !ReadDigits(fraction) || fraction.size() > most_fraction_digits) return std::nullopt;
      total += *milliseconds;
    }
    if (last) return total;
    text.remove_prefix(stop + 1);
    // From a unit to the next finer one that intervals of several units have.
    do {
      ++field;
    } while (field < kIntervalFields.size() &&
             (kIntervalFields[field].unit == IntervalUnit::kQuarter || kIntervalFields[field].unit == IntervalUnit::kWeek));
    if (field == kIntervalFields.size()) return std::nullopt;
  }
}

}  // namespace

absl::StatusOr<BoundExpressionPointer> BindTemporalLiteral(const Literal& literal, FlinkVersion version, SourceRange range) {
  if (literal.kind == LiteralKind::kDate) {
    const auto date = ReadDate(StripBlanks(literal.text));
    if (!date) return Illegal("DATE", literal, range, "yyyy-MM-dd");
    const int64_t days = DaysFromCivil(*date);
    if (days > kLastDay) {
      return WithFlinkClass(InvalidError(Concat("Year out of range: [", StripBlanks(literal.text).substr(0, literal.text.find('-')), "]"), range),
                            "java.lang.IllegalArgumentException");
    }
    return MakeLiteral(LogicalType::Date().AsNotNull(), Datum::Integer(days), range);
  }
  if (literal.kind == LiteralKind::kTime) {
    const auto time = ReadTime(literal.text);
    if (!time) return Illegal("TIME", literal, range, "HH:mm:ss");
    constexpr int kMostDigits = 3;  // of 2.3
    const int precision = version == FlinkVersion::k1_20 ? time->precision : std::min(time->precision, kMostDigits);
    return MakeLiteral(LogicalType::Time(precision).AsNotNull(), Datum::Integer(time->milliseconds), range);
  }
  const size_t blank = literal.text.find(' ');
  const std::string_view text = literal.text;
  const auto date = ReadDate(text.substr(0, blank));
  const auto time = blank == std::string::npos ? std::optional<TimeOfDay>(TimeOfDay{}) : ReadTime(text.substr(blank + 1));
  if (!date || !time) return Illegal("TIMESTAMP", literal, range, "yyyy-MM-dd HH:mm:ss");
  if (IsJulianLeapDay(*date)) {
    return WithFlinkClass(InvalidError(Concat("Invalid date 'February 29' as '", date->year, "' is not a leap year"), range),
                          "java.time.DateTimeException");
  }
  const int64_t days = DaysFromCivil(*date);
  if (days > kLastDay) return ValidatorError("Date literal 'TIMESTAMP '0000-01-01 00:00:00\'' out of range", range);
  return MakeLiteral(LogicalType::Timestamp(time->precision).AsNotNull(),
                     Datum::Timestamp(days * kMillisecondsOfDay + time->milliseconds, time->nanoseconds), range);
}

absl::StatusOr<BoundExpressionPointer> BindIntervalLiteral(const Literal& literal, SourceRange range) {
  const IntervalQualifier& qualifier = *literal.interval;
  if (literal.text.empty()) return IntervalWithoutText(qualifier, range);
  std::string_view text = StripBlanks(literal.text);
  bool negative = literal.negative;
  if (text.starts_with('-') || text.starts_with('+')) {
    negative ^= text.front() == '-';
    text.remove_prefix(1);
  }
  // As Flink sees all intervals.
  const std::string written = QualifierText(qualifier);
  const LogicalType type = qualifier.IsYearMonth() ? LogicalType::IntervalYearMonth("MONTH", written)
                                                   : LogicalType::IntervalDayTime("SECOND(3)", written);
  const auto value = ReadInterval(text, qualifier);
  if (!value) {
    auto faulty = std::make_shared<BoundExpression>(*MakeLiteral(type.AsNotNull(), Datum::Integer(0), range));
    faulty->fault = ValidatorError(Concat("Illegal interval literal format '", literal.text, "' for INTERVAL ", QualifierText(qualifier)), range);
    return faulty;
  }
  DREY_RETURN_IF_ERROR(CheckPrecision(text, negative, qualifier, range));
  return MakeLiteral(type.AsNotNull(), Datum::Integer(negative ? -*value : *value), range);
}

}  // namespace drey
