// Units of time as EXTRACT, FLOOR, TIMESTAMPADD and TIMESTAMPDIFF name them, and what Flink computes with them.
//
// Rules: DateTimeUtils of Flink, whose arithmetic mostly cuts towards zero. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/types/civil_date.h"

namespace drey {

enum class TimeUnit : uint8_t {
  kYear,
  kQuarter,
  kMonth,
  kWeek,
  kDay,
  kHour,
  kMinute,
  kSecond,
  kMillisecond,
  kMicrosecond,
  kNanosecond,
  kDayOfYear,
  kDayOfWeek,     // DOW: Sunday is 1
  kIsoDayOfWeek,  // ISODOW: Monday is 1
  kIsoYear,
  kEpoch,
  kDecade,
  kCentury,
  kMillennium,
};

// The word as a symbol has it: "YEAR", "DOY" …, also "SQL_TSI_DAY".
std::optional<TimeUnit> FindTimeUnit(std::string_view word);
std::string_view TimeUnitName(TimeUnit unit);

// YEAR, QUARTER, MONTH, ISOYEAR, DECADE, CENTURY, MILLENNIUM: lengths that are counted in months.
bool IsMonthUnit(TimeUnit unit);
// Units that only a date tells: a month unit, WEEK, DAY, DOY, DOW or ISODOW.
bool IsDateUnit(TimeUnit unit);

constexpr bool IsBelowMillisecond(TimeUnit unit) { return unit == TimeUnit::kMicrosecond || unit == TimeUnit::kNanosecond; }

// Months of a month unit, else milliseconds; 0 where there is no such number (DOW, EPOCH …) or it is below 1.
int64_t LengthOf(TimeUnit unit);

// A part of a date; days since 1970-01-01. Requires a date unit.
int64_t ExtractFromDate(TimeUnit unit, int64_t days);

// The first day of the unit that the date lies in, or the first behind it. Days before 1582-10-15 are taken apart by the Julian
// calendar and put together by the Gregorian one, as Flink does. Requires one of the units from YEAR to DAY and from DECADE on.
int64_t RoundDate(TimeUnit unit, int64_t days, bool up);

// The date so many months later; a day behind the end of its month is its last.
int64_t PlusMonths(int64_t days, int64_t months);
// The same in milliseconds.
int64_t PlusMonthsInMilliseconds(int64_t milliseconds, int64_t months);

// Whole months from `b` to `a`, in days and in milliseconds.
int64_t MonthsBetweenDates(int64_t a, int64_t b);
int64_t MonthsBetweenTimestamps(int64_t a, int64_t b);

}  // namespace drey
