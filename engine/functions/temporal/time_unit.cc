#include "engine/functions/temporal/time_unit.h"

#include <algorithm>
#include <iterator>

#include "engine/functions/temporal/hybrid_calendar.h"

namespace drey {
namespace {

struct UnitFacts {
  std::string_view name;
  TimeUnit unit;
  int64_t length;
};

constexpr int64_t kMinute = 60 * kMillisecondsPerSecond;
constexpr int64_t kHour = 60 * kMinute;

constexpr UnitFacts kUnits[] = {
    {"YEAR", TimeUnit::kYear, 12},
    {"QUARTER", TimeUnit::kQuarter, 3},
    {"MONTH", TimeUnit::kMonth, 1},
    {"WEEK", TimeUnit::kWeek, 7 * kMillisecondsPerDay},
    {"DAY", TimeUnit::kDay, kMillisecondsPerDay},
    {"HOUR", TimeUnit::kHour, kHour},
    {"MINUTE", TimeUnit::kMinute, kMinute},
    {"SECOND", TimeUnit::kSecond, kMillisecondsPerSecond},
    {"MILLISECOND", TimeUnit::kMillisecond, 1},
    {"MICROSECOND", TimeUnit::kMicrosecond, 0},
    {"NANOSECOND", TimeUnit::kNanosecond, 0},
    {"DOY", TimeUnit::kDayOfYear, 0},
    {"DOW", TimeUnit::kDayOfWeek, 0},
    {"ISODOW", TimeUnit::kIsoDayOfWeek, 0},
    {"ISOYEAR", TimeUnit::kIsoYear, 12},
    {"EPOCH", TimeUnit::kEpoch, 0},
    {"DECADE", TimeUnit::kDecade, 120},
    {"CENTURY", TimeUnit::kCentury, 1200},
    {"MILLENNIUM", TimeUnit::kMillennium, 12000},
};

const UnitFacts& FactsOf(TimeUnit unit) {
  return *std::find_if(std::begin(kUnits), std::end(kUnits), [&](const UnitFacts& facts) { return facts.unit == unit; });
}



// 1970-01-01 was a Thursday.
int64_t IsoDayOfWeek(int64_t days) { return FloorModulo(days + 3, 7) + 1; }

// The Monday of the week with the year's first Thursday.
int64_t FirstIsoWeek(int64_t year) {
  const int64_t fourth = FirstOfJanuary(year) + 3;
  return fourth - (IsoDayOfWeek(fourth) - 1);
}

struct IsoWeek {
  int64_t year;
  int64_t week;
};

IsoWeek IsoWeekOf(int64_t days) {
  int64_t year = CivilFromDays(days).year;
  if (days < FirstIsoWeek(year)) {
    --year;
  } else if (days >= FirstIsoWeek(year + 1)) {
    ++year;
  }
  return {year, (days - FirstIsoWeek(year)) / 7 + 1};
}

// Centuries and the like: year 1 is in the first, year 0 in the "zeroth".
int64_t GroupOfYears(int64_t year, int64_t size) { return (year > 0 ? year + (size - 1) : year - (size - 1)) / size; }

// The first day of a month, which may be 13 and more.
int64_t FirstOfMonth(int64_t year, int64_t month) {
  return DaysFromCivil({year + (month - 1) / 12, static_cast<int>((month - 1) % 12 + 1), 1});
}

}  // namespace

std::optional<TimeUnit> FindTimeUnit(std::string_view word) {
  if (word.starts_with("SQL_TSI_")) word.remove_prefix(8);
  const auto found =
      std::find_if(std::begin(kUnits), std::end(kUnits), [&](const UnitFacts& facts) { return facts.name == word; });
  if (found == std::end(kUnits)) return std::nullopt;
  return found->unit;
}

std::string_view TimeUnitName(TimeUnit unit) { return FactsOf(unit).name; }

bool IsMonthUnit(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::kYear:
    case TimeUnit::kQuarter:
    case TimeUnit::kMonth:
    case TimeUnit::kIsoYear:
    case TimeUnit::kDecade:
    case TimeUnit::kCentury:
    case TimeUnit::kMillennium:
      return true;
    default:
      return false;
  }
}

bool IsDateUnit(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::kWeek:
    case TimeUnit::kDay:
    case TimeUnit::kDayOfYear:
    case TimeUnit::kDayOfWeek:
    case TimeUnit::kIsoDayOfWeek:
      return true;
    default:
      return IsMonthUnit(unit);
  }
}

int64_t LengthOf(TimeUnit unit) { return FactsOf(unit).length; }

int64_t ExtractFromDate(TimeUnit unit, int64_t days) {
  const CivilDate date = CivilFromDays(days);
  switch (unit) {
    case TimeUnit::kYear:
      return date.year;
    case TimeUnit::kQuarter:
      return (date.month + 2) / 3;
    case TimeUnit::kMonth:
      return date.month;
    case TimeUnit::kDay:
      return date.day;
    case TimeUnit::kWeek:
      return IsoWeekOf(days).week;
    case TimeUnit::kIsoYear:
      return IsoWeekOf(days).year;
    case TimeUnit::kDayOfYear:
      return days - FirstOfJanuary(date.year) + 1;
    case TimeUnit::kDayOfWeek:
      return IsoDayOfWeek(days) % 7 + 1;
    case TimeUnit::kIsoDayOfWeek:
      return IsoDayOfWeek(days);
    case TimeUnit::kDecade:
      return date.year / 10;
    case TimeUnit::kCentury:
      return GroupOfYears(date.year, 100);
    default:
      return GroupOfYears(date.year, 1000);
  }
}

int64_t RoundDate(TimeUnit unit, int64_t days, bool up) {
  const CivilDate date = HybridFromDays(days);
  const bool past_first_of_year = date.month > 1 || date.day > 1;
  switch (unit) {
    case TimeUnit::kYear:
      return FirstOfJanuary(date.year + (up && past_first_of_year ? 1 : 0));
    case TimeUnit::kQuarter: {
      const int quarter = (date.month + 2) / 3 + (up && past_first_of_year ? 1 : 0);
      return FirstOfMonth(date.year, quarter * 3 - 2);
    }
    case TimeUnit::kMonth:
      return FirstOfMonth(date.year, date.month + (up && date.day > 1 ? 1 : 0));
    case TimeUnit::kWeek: {
      int64_t since_sunday = FloorModulo(days + 4, 7);
      if (up && since_sunday > 0) since_sunday -= 7;
      return DaysFromCivil(date) - since_sunday;
    }
    case TimeUnit::kDecade:
      return FirstOfJanuary(10 * (date.year / 10 + (up ? 1 : 0)));
    case TimeUnit::kCentury:
      return FirstOfJanuary(100 * ((date.year + 99) / 100) + (up ? 1 : -99));
    case TimeUnit::kMillennium:
      return FirstOfJanuary(1000 * ((date.year + 999) / 1000) + (up ? 1 : -999));
    default:
      return DaysFromCivil(date) + (up ? 1 : 0);
  }
}

int64_t PlusMonths(int64_t days, int64_t months) {
  const CivilDate date = CivilFromDays(days);
  const int64_t month = date.month - 1 + months;
  CivilDate later{date.year + FloorDivide(month, 12), static_cast<int>(FloorModulo(month, 12)) + 1, 1};
  later.day = std::min(date.day, DaysInMonth(later.year, later.month));
  return DaysFromCivil(later);
}

int64_t PlusMonthsInMilliseconds(int64_t milliseconds, int64_t months) {
  const int64_t days = FloorDivide(milliseconds, kMillisecondsPerDay);
  return PlusMonths(days, months) * kMillisecondsPerDay + (milliseconds - days * kMillisecondsPerDay);
}

int64_t MonthsBetweenDates(int64_t a, int64_t b) {
  if (a < b) return -MonthsBetweenDates(b, a);
  const CivilDate later = CivilFromDays(a);
  const CivilDate earlier = CivilFromDays(b);
  int64_t months = (later.year - earlier.year) * 12 + (later.month - earlier.month);
  // The day may not be reached yet.
  if (PlusMonths(b, months) > a) --months;
  return months;
}

int64_t MonthsBetweenTimestamps(int64_t a, int64_t b) {
  const int64_t day_a = FloorDivide(a, kMillisecondsPerDay);
  const int64_t day_b = FloorDivide(b, kMillisecondsPerDay);
  const int64_t months = MonthsBetweenDates(day_a, day_b);
  const bool time_not_reached = FloorModulo(a, kMillisecondsPerDay) < FloorModulo(b, kMillisecondsPerDay);
  return PlusMonths(day_b, months) == day_a && time_not_reached ? months - 1 : months;
}

}  // namespace drey
