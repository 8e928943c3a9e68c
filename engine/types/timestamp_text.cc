#include "engine/types/timestamp_text.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/types/date_time_pattern.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

constexpr std::string_view kDateTimeException = "java.time.DateTimeException";
constexpr std::string_view kDateTimeParseException = "java.time.format.DateTimeParseException";

// ---------------------------------------------------------------------------------------------------------------- writing

// The low two digits. Java computes with characters, so negative numbers give what stands before '0'.
void AppendTwo(int64_t value, std::string& out) {
  out.push_back(static_cast<char>('0' + value / 10 % 10));
  out.push_back(static_cast<char>('0' + value % 10));
}

void AppendFour(int64_t value, std::string& out) {
  AppendTwo(value / 100, out);
  AppendTwo(value, out);
}

// The fraction without trailing zeros, but at least `least` digits; nothing where no digit is left.
void AppendFraction(int64_t nanoseconds, int least, std::string& out) {
  std::array<char, kNanosecondDigits> digits;
  for (size_t i = digits.size(); i-- > 0; nanoseconds /= 10) digits[i] = static_cast<char>('0' + nanoseconds % 10);
  size_t count = digits.size();
  while (count > static_cast<size_t>(least) && digits[count - 1] == '0') --count;
  if (count == 0) return;
  out.push_back('.');
  out.append(digits.data(), count);
}

// The negative of a negative number; of the least one Java gets itself.
template <typename Integer>
Integer Magnitude(Integer value) {
  if (value >= 0 || value == std::numeric_limits<Integer>::min()) return value;
  return static_cast<Integer>(-value);
}

// Zeros in front of a number that has fewer digits. The sign of a negative one comes behind them.
void AppendPadded(int64_t value, int width, std::string& out) {
  int digits = 1;
  for (int64_t rest = value / 10; rest != 0; rest /= 10) ++digits;
  for (; digits < width; ++digits) out.push_back('0');
  Append(out, value);
}

// ---------------------------------------------------------------------------------------------------------------- patterns

using Element = PatternElement;
using Field = DateTimeField;

// yyyy-[MM][M]-[dd][d][ [HH][H]:[mm][m]:[ss][s] and a fraction].
constexpr Element kCastTimestamp[] = {
    Element::Number(Field::kYearOfEra, 4, 19, SignStyle::kExceedsPad),
    Element::Literal('-'),
    Element::OptionalStart(), Element::TwoDigits(Field::kMonth), Element::OptionalEnd(),
    Element::OptionalStart(), Element::Number(Field::kMonth, 1, 19, SignStyle::kNormal), Element::OptionalEnd(),
    Element::Literal('-'),
    Element::OptionalStart(), Element::TwoDigits(Field::kDay), Element::OptionalEnd(),
    Element::OptionalStart(), Element::Number(Field::kDay, 1, 19, SignStyle::kNormal), Element::OptionalEnd(),
    Element::OptionalStart(),
    Element::Literal(' '),
    Element::OptionalStart(), Element::TwoDigits(Field::kHour), Element::OptionalEnd(),
    Element::OptionalStart(), Element::Number(Field::kHour, 1, 19, SignStyle::kNormal), Element::OptionalEnd(),
    Element::Literal(':'),
    Element::OptionalStart(), Element::TwoDigits(Field::kMinute), Element::OptionalEnd(),
    Element::OptionalStart(), Element::Number(Field::kMinute, 1, 19, SignStyle::kNormal), Element::OptionalEnd(),
    Element::Literal(':'),
    Element::OptionalStart(), Element::TwoDigits(Field::kSecond), Element::OptionalEnd(),
    Element::OptionalStart(), Element::Number(Field::kSecond, 1, 19, SignStyle::kNormal), Element::OptionalEnd(),
    Element::Fraction(),
    Element::OptionalEnd(),
};

template <size_t... Sizes>
constexpr auto Join(const std::array<Element, Sizes>&... parts) {
  std::array<Element, (Sizes + ...)> joined = {};
  size_t i = 0;
  const auto append = [&](const auto& part) {
    for (const Element& element : part) joined[i++] = element;
  };
  (append(parts), ...);
  return joined;
}

constexpr std::array<Element, 5> kDate = {Element::Number(Field::kYear, 4, 10, SignStyle::kExceedsPad), Element::Literal('-'),
                                          Element::TwoDigits(Field::kMonth), Element::Literal('-'),
                                          Element::TwoDigits(Field::kDay)};
constexpr std::array<Element, 6> kSqlTime = {Element::TwoDigits(Field::kHour),   Element::Literal(':'),
                                             Element::TwoDigits(Field::kMinute), Element::Literal(':'),
                                             Element::TwoDigits(Field::kSecond), Element::Fraction()};
// Seconds are optional, and so is their fraction. A point needs no digit behind it.
constexpr std::array<Element, 10> kIsoTime = {
    Element::TwoDigits(Field::kHour), Element::Literal(':'),         Element::TwoDigits(Field::kMinute),
    Element::OptionalStart(),         Element::Literal(':'),         Element::TwoDigits(Field::kSecond),
    Element::OptionalStart(),         Element::Fraction(),           Element::OptionalEnd(),
    Element::OptionalEnd()};

constexpr auto kSqlTimestamp = Join(kDate, std::array{Element::Literal(' ')}, kSqlTime);
constexpr auto kSqlTimestampLtz = Join(kSqlTimestamp, std::array{Element::Literal('Z')});
constexpr auto kIsoTimestamp = Join(kDate, std::array{Element::Letter('T')}, kIsoTime);
constexpr auto kIsoTimestampLtz = Join(kDate, std::array{Element::Literal('T')}, kIsoTime, std::array{Element::Literal('Z')});

std::optional<ResolvedDateTime> Parse(std::span<const Element> pattern, std::string_view text, ResolverStyle style,
                                      ParseFailure* failure) {
  std::string error;
  const auto fields = ParseDateTimeFields(pattern, text, error);
  if (!fields) {
    if (failure != nullptr) *failure = {kDateTimeParseException, std::move(error)};
    return std::nullopt;
  }
  const auto resolved = ResolveDateTime(*fields, style, error);
  if (!resolved && failure != nullptr) *failure = {kDateTimeException, std::move(error)};
  return resolved;
}

std::optional<Timestamp> ParseLocal(std::span<const Element> pattern, std::string_view text, ResolverStyle style,
                                    ParseFailure* failure) {
  const auto resolved = Parse(pattern, text, style, failure);
  if (!resolved || !resolved->days || !resolved->nanoseconds_of_day) return std::nullopt;
  return ToTimestamp({*resolved->days, *resolved->nanoseconds_of_day});
}

// ---------------------------------------------------------------------------------------------------------------- casts

// Reads the numbers of a lenient date or time. A piece that is not all digits makes the whole text unfit, one that exceeds an int
// is Java's NumberFormatException.
class LenientNumbers {
 public:
  // 0 after a failure.
  int64_t Take(std::string_view piece) {
    if (failed()) return 0;
    piece = TrimJava(piece);
    if (piece.empty() || piece.find_first_not_of("0123456789") != std::string_view::npos) {
      unfit_ = true;
      return 0;
    }
    int64_t value = 0;
    for (const char digit : piece) {
      value = value * 10 + (digit - '0');
      if (value > INT32_MAX) {
        too_large_ = piece;
        return 0;
      }
    }
    return value;
  }

  bool failed() const { return unfit_ || !too_large_.empty(); }

  // What Java throws; `unfit_message` where a piece is not a number.
  void Explain(std::string unfit_message, ParseFailure& failure) const {
    if (!too_large_.empty()) {
      failure = {kNumberFormatException, Concat("For input string: \"", too_large_, "\"")};
    } else {
      failure = {kDateTimeException, std::move(unfit_message)};
    }
  }

 private:
  bool unfit_ = false;
  std::string_view too_large_;
};

std::string UnfitText(std::string_view text) { return Concat("For input string: '", text, "'."); }

// Three digits, the third rounded half up by the fourth.
int64_t ParseMilliseconds(std::string_view fraction) {
  int64_t value = 0;
  int64_t weight = 100;
  for (size_t i = 0; i < fraction.size() && weight > 0; ++i, weight /= 10) {
    const char c = fraction[i];
    value += weight * (c >= '0' && c <= '9' ? c - '0' : 0);
    if (weight == 1 && i + 1 < fraction.size() && static_cast<unsigned char>(fraction[i + 1]) >= '5') ++value;
  }
  return value;
}

struct ClockFields {
  int64_t hour = 0;
  int64_t minute = 0;
  int64_t second = 0;
  int64_t millisecond = 0;
};

// `end`: where an offset begins. Colons are looked for behind it too, as Java does.
ClockFields TakeClock(std::string_view text, size_t end, LenientNumbers& numbers) {
  const auto piece = [&](size_t begin, size_t stop) { return text.substr(begin, stop < begin ? 0 : stop - begin); };
  ClockFields fields;
  const size_t first = text.find(':');
  fields.hour = numbers.Take(piece(0, first == std::string_view::npos ? end : first));
  if (first == std::string_view::npos) return fields;
  const size_t second = text.find(':', first + 1);
  fields.minute = numbers.Take(piece(first + 1, second == std::string_view::npos ? end : second));
  if (second == std::string_view::npos) return fields;
  const size_t point = text.find('.', second);
  fields.second = numbers.Take(piece(second + 1, point == std::string_view::npos ? end : point));
  if (point != std::string_view::npos) fields.millisecond = ParseMilliseconds(TrimJava(piece(point + 1, end)));
  return fields;
}

}  // namespace

void AppendDate(int64_t days, std::string& out) {
  const CivilDate date = CivilFromDays(days);
  AppendFour(date.year, out);
  out.push_back('-');
  AppendTwo(date.month, out);
  out.push_back('-');
  AppendTwo(date.day, out);
}

void AppendClock(int64_t seconds_of_day, std::string& out) {
  AppendTwo(seconds_of_day / 3600, out);
  out.push_back(':');
  AppendTwo(seconds_of_day / 60 % 60, out);
  out.push_back(':');
  AppendTwo(seconds_of_day % 60, out);
}

void AppendTime(int64_t milliseconds, int precision, std::string& out) {
  if (milliseconds < 0) milliseconds = FloorModulo(milliseconds, kMillisecondsPerDay);
  AppendClock(milliseconds / kMillisecondsPerSecond, out);
  if (precision == 0) return;
  out.push_back('.');
  int64_t rest = milliseconds % kMillisecondsPerSecond;
  for (int digit = 0; digit < precision; ++digit) {
    out.push_back(static_cast<char>('0' + rest / 100));
    rest = rest % 100 * 10;
    if (rest == 0) return;
  }
}

void AppendTimestamp(Timestamp local, int precision, std::string& out) {
  const LocalDateTime date_time = ToLocalDateTime(local);
  AppendDate(date_time.days, out);
  out.push_back(' ');
  AppendClock(date_time.nanoseconds_of_day / kNanosecondsPerSecond, out);
  AppendFraction(date_time.nanoseconds_of_day % kNanosecondsPerSecond, precision, out);
}

void AppendIntervalYearMonth(int64_t months, std::string& out) {
  const int32_t magnitude = Magnitude(static_cast<int32_t>(months));
  Append(out, months < 0 ? '-' : '+', magnitude / 12, '-');
  AppendPadded(magnitude % 12, 2, out);
}

void AppendIntervalDayTime(int64_t milliseconds, std::string& out) {
  const int64_t magnitude = Magnitude(milliseconds);
  Append(out, milliseconds < 0 ? '-' : '+', static_cast<int32_t>(magnitude / kMillisecondsPerDay), ' ');
  const int64_t of_day = magnitude % kMillisecondsPerDay;
  const int64_t seconds = of_day / kMillisecondsPerSecond;
  AppendPadded(seconds / 3600, 2, out);
  out.push_back(':');
  AppendPadded(seconds / 60 % 60, 2, out);
  out.push_back(':');
  AppendPadded(seconds % 60, 2, out);
  out.push_back('.');
  AppendPadded(of_day % kMillisecondsPerSecond, 3, out);
}

void AppendIsoDate(int64_t days, std::string& out) {
  const CivilDate date = CivilFromDays(days);
  const int64_t year = date.year < 0 ? -date.year : date.year;
  if (date.year > 9999) out.push_back('+');
  if (date.year < 0) out.push_back('-');
  if (year > 9999) {
    Append(out, year);
  } else {
    AppendFour(year, out);
  }
  out.push_back('-');
  AppendTwo(date.month, out);
  out.push_back('-');
  AppendTwo(date.day, out);
}

void AppendIsoTime(int64_t nanoseconds_of_day, std::string& out) {
  AppendClock(nanoseconds_of_day / kNanosecondsPerSecond, out);
  AppendFraction(nanoseconds_of_day % kNanosecondsPerSecond, 0, out);
}

void AppendTimestamp(Timestamp local, TimestampFormat format, std::string& out) {
  const LocalDateTime date_time = ToLocalDateTime(local);
  AppendIsoDate(date_time.days, out);
  out.push_back(format == TimestampFormat::kSql ? ' ' : 'T');
  AppendIsoTime(date_time.nanoseconds_of_day, out);
}

std::optional<int64_t> ParseCastDate(std::string_view text, ParseFailure& failure) {
  const size_t blank = text.find(' ');
  const std::string_view date = blank == std::string_view::npos || blank == 0 ? text : text.substr(0, blank);
  LenientNumbers numbers;
  CivilDate civil{.year = 0, .month = 1, .day = 1};
  const size_t first = date.find('-');
  civil.year = numbers.Take(date.substr(0, first));
  int64_t month = 1;
  int64_t day = 1;
  if (first != std::string_view::npos) {
    const size_t second = date.find('-', first + 1);
    month = numbers.Take(date.substr(first + 1, second == std::string_view::npos ? second : second - first - 1));
    if (second != std::string_view::npos) day = numbers.Take(date.substr(second + 1));
  }
  const bool valid = civil.year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
                     day <= DaysInMonth(civil.year, static_cast<int>(month));
  if (numbers.failed() || !valid) {
    numbers.Explain(UnfitText(text), failure);
    return std::nullopt;
  }
  civil.month = static_cast<int>(month);
  civil.day = static_cast<int>(day);
  return DaysFromCivil(civil);
}

std::optional<int64_t> ParseCastTime(std::string_view text, FlinkVersion version, ParseFailure& failure) {
  const bool checked = version >= FlinkVersion::k2_3;
  const auto unfit = [&] {
    if (!checked) return UnfitText(text);
    return Concat("Invalid time format: '", text,
                  "'. Expected format: HH:mm:ss[.fff] where HH is 00-23, mm is 00-59, ss is 00-59");
  };
  LenientNumbers numbers;
  int sign = -1;
  size_t offset = text.find('-');
  if (offset == std::string_view::npos) {
    sign = 1;
    offset = text.find('+');
  }
  int64_t offset_hour = 0;
  int64_t offset_minute = 0;
  if (offset != std::string_view::npos) {
    const size_t colon = text.find(':', offset);
    offset_hour = numbers.Take(
        text.substr(offset + 1, colon == std::string_view::npos ? colon : colon - offset - 1));
    if (colon != std::string_view::npos) offset_minute = numbers.Take(text.substr(colon + 1));
  }
  const ClockFields clock = TakeClock(text, std::min(offset, text.size()), numbers);
  const bool in_range = clock.hour <= 23 && clock.minute <= 59 && clock.second <= 59;
  if (numbers.failed() || (checked && !in_range)) {
    numbers.Explain(unfit(), failure);
    return std::nullopt;
  }
  const int64_t hour = clock.hour + sign * offset_hour;
  const int64_t minute = clock.minute + sign * offset_minute;
  // Java computes with ints, which wrap.
  return static_cast<int32_t>(static_cast<uint64_t>(hour * 3'600'000 + minute * 60'000 + clock.second * 1000) +
                              static_cast<uint64_t>(clock.millisecond));
}

std::optional<Timestamp> ParseCastTimestamp(std::string_view text, int precision, ParseFailure& failure) {
  std::string error;
  const auto fields = ParseDateTimeFields(kCastTimestamp, text, error);
  if (!fields) {
    failure = {kDateTimeParseException, std::move(error)};
    return std::nullopt;
  }
  auto resolved = ResolveDateTime(*fields, ResolverStyle::kSmart, error);
  if (resolved && !resolved->days) {
    // Month or day are missing: they are 1.
    DateTimeFields completed = *fields;
    if (!completed[Field::kMonth]) completed[Field::kMonth] = 1;
    if (!completed[Field::kDay]) completed[Field::kDay] = 1;
    resolved = ResolveDateTime(completed, ResolverStyle::kStrict, error);
  }
  if (!resolved) {
    failure = {kDateTimeException, std::move(error)};
    return std::nullopt;
  }
  int64_t nanoseconds = resolved->nanoseconds_of_day.value_or(0);
  int64_t unit = 1;
  for (int digit = kNanosecondDigits; digit > precision; --digit) unit *= 10;
  nanoseconds -= nanoseconds % unit;
  return ToTimestamp({*resolved->days, nanoseconds});
}

std::optional<int64_t> ParseIsoDate(std::string_view text, ParseFailure* failure) {
  const auto resolved = Parse(kDate, text, ResolverStyle::kStrict, failure);
  return resolved ? resolved->days : std::nullopt;
}

std::optional<int64_t> ParseSqlTime(std::string_view text, ParseFailure* failure) {
  const auto resolved = Parse(kSqlTime, text, ResolverStyle::kSmart, failure);
  return resolved ? resolved->nanoseconds_of_day : std::nullopt;
}

std::optional<int64_t> ParseIsoTime(std::string_view text, ParseFailure* failure) {
  const auto resolved = Parse(kIsoTime, text, ResolverStyle::kStrict, failure);
  return resolved ? resolved->nanoseconds_of_day : std::nullopt;
}

std::optional<Timestamp> ParseTimestamp(std::string_view text, TimestampFormat format, ParseFailure* failure) {
  if (format == TimestampFormat::kSql) return ParseLocal(kSqlTimestamp, text, ResolverStyle::kSmart, failure);
  return ParseLocal(kIsoTimestamp, text, ResolverStyle::kStrict, failure);
}

std::optional<Timestamp> ParseTimestampLtz(std::string_view text, TimestampFormat format, ParseFailure* failure) {
  if (format == TimestampFormat::kSql) return ParseLocal(kSqlTimestampLtz, text, ResolverStyle::kSmart, failure);
  return ParseLocal(kIsoTimestampLtz, text, ResolverStyle::kSmart, failure);
}

}  // namespace drey
