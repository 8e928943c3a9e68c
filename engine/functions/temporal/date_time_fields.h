// Fields of dates and times as java.time counts them.
#pragma once

#include "engine/functions/temporal/date_time_formatter.h"

namespace drey {

// Of 1970-01-01.
inline constexpr int64_t kModifiedJulianDayOfEpoch = 40587;

bool IsDateField(TemporalField field);

// A field of a date or of a time of day; requires that the field belongs to what is asked.
int64_t FieldOfDate(TemporalField field, int64_t days);
int64_t FieldOfTime(TemporalField field, int64_t nanoseconds_of_day);

// "MonthOfYear".
std::string_view JavaName(TemporalField field);
// Whether ChronoField takes the value at all.
bool IsInRange(TemporalField field, int64_t value);
// "Invalid value for MonthOfYear (valid values 1 - 12): 13".
std::string InvalidValueText(TemporalField field, int64_t value);

}  // namespace drey
