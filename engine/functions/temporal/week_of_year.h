// Weeks as Locale.US counts them: from Sunday to Saturday, the first is the one with January 1.
#pragma once

#include <cstdint>

#include "engine/types/civil_date.h"

namespace drey {

// 1 is Sunday. 1970-01-01 was a Thursday.
constexpr int64_t DayOfWeekFromSunday(int64_t days) { return FloorModulo(days + 4, 7) + 1; }
// 1 is Monday.
constexpr int64_t DayOfWeekFromMonday(int64_t days) { return FloorModulo(days + 3, 7) + 1; }

// The Sunday on or before the first day of the year (or month).
constexpr int64_t FirstWeek(int64_t first_day) { return first_day - (DayOfWeekFromSunday(first_day) - 1); }

}  // namespace drey
