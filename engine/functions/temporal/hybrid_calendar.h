// The calendar of java.util.GregorianCalendar: Julian up to 1582-10-04, Gregorian from 1582-10-15 on.
#pragma once

#include <cstdint>

#include "engine/types/civil_date.h"

namespace drey {

// Days since 1970-01-01; year 0 is the year before year 1.
CivilDate HybridFromDays(int64_t days);

enum class CalendarSystem { kJulian, kGregorian };

// The one that counts on a day since 1970-01-01.
CalendarSystem CalendarOn(int64_t days);

// Days since 1970-01-01 in one of the two calendars, whichever counts there. Also of months and days beyond their ranges.
int64_t DaysFrom(CalendarSystem calendar, int64_t year, int64_t month, int64_t day);

// Also of months and days beyond their ranges: month 14 is February of the next year, day 0 the day before the first.
int64_t DaysFromHybrid(int64_t year, int64_t month, int64_t day);

}  // namespace drey
