#include "engine/functions/temporal/date_time_fields.h"

#include <algorithm>
#include <iterator>

#include "engine/base/text.h"
#include "engine/functions/temporal/week_of_year.h"

namespace drey {
namespace {

constexpr int64_t kNanosecondsPerMinute = 60 * kNanosecondsPerSecond;
constexpr int64_t kNanosecondsPerHour = 60 * kNanosecondsPerMinute;
constexpr int64_t kNanosecondsPerDay = 24 * kNanosecondsPerHour;
constexpr int64_t kLastYear = 999'999'999;

struct FieldFacts {
  TemporalField field;
  std::string_view name;
  int64_t smallest;
  int64_t largest;
  std::string_view range;
};

// The range of MODIFIED_JULIAN_DAY and OFFSET_SECONDS is checked where they are resolved.
constexpr FieldFacts kFields[] = {
    {TemporalField::kEra, "Era", 0, 1, "0 - 1"},
    {TemporalField::kYear, "Year", -kLastYear, kLastYear, "-999999999 - 999999999"},
    {TemporalField::kYearOfEra, "YearOfEra", 1, kLastYear + 1, "1 - 999999999/1000000000"},
    {TemporalField::kMonth, "MonthOfYear", 1, 12, "1 - 12"},
    {TemporalField::kDay, "DayOfMonth", 1, 31, "1 - 28/31"},
    {TemporalField::kDayOfYear, "DayOfYear", 1, 366, "1 - 365/366"},
    {TemporalField::kQuarter, "QuarterOfYear", 1, 4, "1 - 4"},
    {TemporalField::kWeekBasedYear, "WeekBasedYear", -kLastYear, kLastYear, "-999999999 - 999999999"},
    {TemporalField::kWeekOfWeekBasedYear, "WeekOfWeekBasedYear", 1, 53, "1 - 52/53"},
    {TemporalField::kWeekOfMonth, "WeekOfMonth", 0, 6, "0/1 - 4/6"},
    {TemporalField::kDayOfWeek, "DayOfWeek", 1, 7, "1 - 7"},
    {TemporalField::kLocalizedDayOfWeek, "DayOfWeek", 1, 7, "1 - 7"},
    {TemporalField::kAlignedDayOfWeekInMonth, "AlignedDayOfWeekInMonth", 1, 7, "1 - 7"},
    {TemporalField::kAmPm, "AmPmOfDay", 0, 1, "0 - 1"},
    {TemporalField::kHourOfAmPm, "HourOfAmPm", 0, 11, "0 - 11"},
    {TemporalField::kClockHourOfAmPm, "ClockHourOfAmPm", 1, 12, "1 - 12"},
    {TemporalField::kHour, "HourOfDay", 0, 23, "0 - 23"},
    {TemporalField::kClockHourOfDay, "ClockHourOfDay", 1, 24, "1 - 24"},
    {TemporalField::kMinute, "MinuteOfHour", 0, 59, "0 - 59"},
    {TemporalField::kSecond, "SecondOfMinute", 0, 59, "0 - 59"},
    {TemporalField::kNanosecond, "NanoOfSecond", 0, 999'999'999, "0 - 999999999"},
    {TemporalField::kMillisecondOfDay, "MilliOfDay", 0, kMillisecondsPerDay - 1, "0 - 86399999"},
    {TemporalField::kNanosecondOfDay, "NanoOfDay", 0, kNanosecondsPerDay - 1, "0 - 86399999999999"},
};

const FieldFacts* FactsOf(TemporalField field) {
  const auto found =
      std::find_if(std::begin(kFields), std::end(kFields), [&](const FieldFacts& facts) { return facts.field == field; });
  return found == std::end(kFields) ? nullptr : &*found;
}


int64_t WeekBasedYear(int64_t days, int64_t year) { return days >= FirstWeek(FirstOfJanuary(year + 1)) ? year + 1 : year; }

}  // namespace

bool IsDateField(TemporalField field) { return field < TemporalField::kAmPm; }

int64_t FieldOfDate(TemporalField field, int64_t days) {
  const CivilDate date = CivilFromDays(days);
  switch (field) {
    case TemporalField::kEra:
      return date.year > 0 ? 1 : 0;
    case TemporalField::kYear:
      return date.year;
    case TemporalField::kYearOfEra:
      return date.year > 0 ? date.year : 1 - date.year;
    case TemporalField::kMonth:
      return date.month;
    case TemporalField::kDay:
      return date.day;
    case TemporalField::kDayOfYear:
      return days - FirstOfJanuary(date.year) + 1;
    case TemporalField::kQuarter:
      return (date.month + 2) / 3;
    case TemporalField::kWeekBasedYear:
      return WeekBasedYear(days, date.year);
    case TemporalField::kWeekOfWeekBasedYear:
      return (days - FirstWeek(FirstOfJanuary(WeekBasedYear(days, date.year)))) / 7 + 1;
    case TemporalField::kWeekOfMonth:
      return (days - FirstWeek(days - date.day + 1)) / 7 + 1;
    case TemporalField::kDayOfWeek:
      return DayOfWeekFromMonday(days);
    case TemporalField::kLocalizedDayOfWeek:
      return DayOfWeekFromSunday(days);
    case TemporalField::kAlignedDayOfWeekInMonth:
      return (date.day - 1) % 7 + 1;
    default:
      return days + kModifiedJulianDayOfEpoch;
  }
}

int64_t FieldOfTime(TemporalField field, int64_t nanoseconds_of_day) {
  const int64_t hour = nanoseconds_of_day / kNanosecondsPerHour;
  switch (field) {
    case TemporalField::kAmPm:
      return hour / 12;
    case TemporalField::kHourOfAmPm:
      return hour % 12;
    case TemporalField::kClockHourOfAmPm:
      return hour % 12 == 0 ? 12 : hour % 12;
    case TemporalField::kHour:
      return hour;
    case TemporalField::kClockHourOfDay:
      return hour == 0 ? 24 : hour;
    case TemporalField::kMinute:
      return nanoseconds_of_day / kNanosecondsPerMinute % 60;
    case TemporalField::kSecond:
      return nanoseconds_of_day / kNanosecondsPerSecond % 60;
    case TemporalField::kNanosecond:
      return nanoseconds_of_day % kNanosecondsPerSecond;
    case TemporalField::kMillisecondOfDay:
      return nanoseconds_of_day / kNanosecondsPerMillisecond;
    default:
      return nanoseconds_of_day;
  }
}

std::string_view JavaName(TemporalField field) {
  const FieldFacts* const facts = FactsOf(field);
  if (facts != nullptr) return facts->name;
  return field == TemporalField::kOffsetSeconds ? "OffsetSeconds" : "ModifiedJulianDay";
}

bool IsInRange(TemporalField field, int64_t value) {
  const FieldFacts* const facts = FactsOf(field);
  return facts == nullptr || (value >= facts->smallest && value <= facts->largest);
}

std::string InvalidValueText(TemporalField field, int64_t value) {
  const FieldFacts* const facts = FactsOf(field);
  return Concat("Invalid value for ", JavaName(field), " (valid values ", facts == nullptr ? "" : facts->range, "): ", value);
}

}  // namespace drey
