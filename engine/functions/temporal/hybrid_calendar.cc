#include "engine/functions/temporal/hybrid_calendar.h"

namespace drey {
namespace {

constexpr int64_t kJulianDayOfEpoch = 2440588;
constexpr int64_t kFirstGregorianDay = 2299161 - kJulianDayOfEpoch;

// Years begin in March here.
CivilDate JulianFromDays(int64_t days) {
  const int64_t since_march = days + kJulianDayOfEpoch + 32082;
  const int64_t year = FloorDivide(4 * since_march + 3, 1461);
  const int64_t day_of_year = since_march - FloorDivide(1461 * year, 4);
  const int64_t month = (5 * day_of_year + 2) / 153;
  return {year - 4800 + month / 10, static_cast<int>(month + 3 - 12 * (month / 10)),
          static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1)};
}

// The first day of the month.
int64_t DaysFromJulian(int64_t year, int64_t month) {
  const int64_t a = (14 - month) / 12;
  const int64_t y = year + 4800 - a;
  const int64_t m = month + 12 * a - 3;
  return 1 + (153 * m + 2) / 5 + 365 * y + FloorDivide(y, 4) - 32083 - kJulianDayOfEpoch;
}

}  // namespace

CalendarSystem CalendarOn(int64_t days) { return days < kFirstGregorianDay ? CalendarSystem::kJulian : CalendarSystem::kGregorian; }

CivilDate HybridFromDays(int64_t days) {
  return CalendarOn(days) == CalendarSystem::kJulian ? JulianFromDays(days) : CivilFromDays(days);
}

int64_t DaysFrom(CalendarSystem calendar, int64_t year, int64_t month, int64_t day) {
  year += FloorDivide(month - 1, 12);
  month = FloorModulo(month - 1, 12) + 1;
  const int64_t first =
      calendar == CalendarSystem::kJulian ? DaysFromJulian(year, month) : DaysFromCivil({year, static_cast<int>(month), 1});
  return first + day - 1;
}

int64_t DaysFromHybrid(int64_t year, int64_t month, int64_t day) {
  const int64_t gregorian = DaysFrom(CalendarSystem::kGregorian, year, month, day);
  return CalendarOn(gregorian) == CalendarSystem::kGregorian ? gregorian : DaysFrom(CalendarSystem::kJulian, year, month, day);
}

}  // namespace drey
