#include "engine/functions/temporal/sql_timestamp_text.h"

#include <limits>

#include "engine/base/text.h"
#include "engine/functions/temporal/hybrid_calendar.h"

namespace drey {
namespace {

constexpr size_t kYearLength = 4;
constexpr size_t kNanosecondDigits = 9;


// Integer.parseInt of ASCII digits.
std::optional<int64_t> ParseInt(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  int64_t value = 0;
  for (const char c : text) {
    if (!IsDigit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
    if (value > std::numeric_limits<int32_t>::max()) return std::nullopt;
  }
  return is_negative ? -value : value;
}

std::string_view TrimBlanks(std::string_view text) {
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// Days since the epoch.
std::optional<int64_t> ParseDate(std::string_view text) {
  const size_t first_dash = text.find('-');
  if (first_dash != kYearLength) return std::nullopt;
  const size_t second_dash = text.find('-', first_dash + 1);
  if (second_dash == std::string_view::npos) return std::nullopt;
  const std::string_view month_text = text.substr(first_dash + 1, second_dash - first_dash - 1);
  const std::string_view day_text = text.substr(second_dash + 1);
  const auto has_one_or_two = [](std::string_view part) { return part.size() == 1 || part.size() == 2; };
  if (!has_one_or_two(month_text) || !has_one_or_two(day_text)) return std::nullopt;
  const std::optional<int64_t> year = ParseInt(text.substr(0, first_dash));
  const std::optional<int64_t> month = ParseInt(month_text);
  const std::optional<int64_t> day = ParseInt(day_text);
  if (!year || !month || !day || *month < 1 || *month > 12 || *day < 1 || *day > 31) return std::nullopt;
  return DaysFromHybrid(*year, *month, *day);
}

std::optional<int64_t> ParseFraction(std::string_view text) {
  if (text.empty() || text.size() > kNanosecondDigits || !IsDigit(text[0])) return std::nullopt;
  std::optional<int64_t> value = ParseInt(text);
  for (size_t i = text.size(); value && i < kNanosecondDigits; ++i) *value *= 10;
  return value;
}

struct Time {
  int64_t seconds = 0;
  int64_t nanoseconds = 0;
};

std::optional<Time> ParseTime(std::string_view text) {
  const size_t first_colon = text.find(':');
  if (first_colon == std::string_view::npos) return std::nullopt;
  const size_t second_colon = text.find(':', first_colon + 1);
  if (second_colon == std::string_view::npos || second_colon + 1 >= text.size()) return std::nullopt;
  const size_t period = text.find('.', second_colon + 1);
  const bool has_fraction = period != std::string_view::npos;
  const std::optional<int64_t> hour = ParseInt(text.substr(0, first_colon));
  const std::optional<int64_t> minute = ParseInt(text.substr(first_colon + 1, second_colon - first_colon - 1));
  const std::optional<int64_t> second =
      ParseInt(text.substr(second_colon + 1, has_fraction ? period - second_colon - 1 : std::string_view::npos));
  const std::optional<int64_t> fraction = has_fraction ? ParseFraction(text.substr(period + 1)) : 0;
  if (!hour || !minute || !second || !fraction) return std::nullopt;
  return Time{(*hour * 60 + *minute) * 60 + *second, *fraction};
}

// A java.sql date shows the parts that its own calendar has, of years before 1 their number in their era.
int64_t ProlepticDays(int64_t days) {
  CivilDate date = HybridFromDays(days);
  if (date.year < 1) date.year = 1 - date.year;
  return DaysFromCivil({date.year, date.month, 1}) + date.day - 1;
}

}  // namespace

std::optional<LocalDateTime> ParseSqlTimestamp(std::string_view text) {
  text = TrimBlanks(text);
  const size_t space = text.find(' ');
  const std::optional<int64_t> days = ParseDate(text.substr(0, space));
  if (!days) return std::nullopt;
  if (space == std::string_view::npos) return LocalDateTime{ProlepticDays(*days), 0};
  const std::optional<Time> time = ParseTime(text.substr(space + 1));
  if (!time) return std::nullopt;
  constexpr int64_t kSecondsPerDay = 86'400;
  const int64_t more_days = FloorDivide(time->seconds, kSecondsPerDay);
  const int64_t seconds = time->seconds - more_days * kSecondsPerDay;
  return LocalDateTime{ProlepticDays(*days + more_days), seconds * kNanosecondsPerSecond + time->nanoseconds};
}

}  // namespace drey
