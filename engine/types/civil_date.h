// Days and the proleptic Gregorian calendar, as java.time.LocalDate counts.
#pragma once

#include <cstdint>

namespace drey {

inline constexpr int64_t kMillisecondsPerSecond = 1000;
inline constexpr int64_t kMillisecondsPerDay = 86'400'000;
inline constexpr int64_t kNanosecondsPerMillisecond = 1'000'000;
inline constexpr int64_t kNanosecondsPerSecond = 1'000'000'000;

// Year 0 is the year before year 1.
struct CivilDate {
  int64_t year = 1970;
  int month = 1;
  int day = 1;
};

bool IsLeapYear(int64_t year);
int DaysInMonth(int64_t year, int month);

// Days since 1970-01-01. Month and day must be valid.
int64_t DaysFromCivil(CivilDate date);
inline int64_t FirstOfJanuary(int64_t year) { return DaysFromCivil({year, 1, 1}); }
CivilDate CivilFromDays(int64_t days);

// Rounded towards minus infinity; the divisor is positive.
constexpr int64_t FloorDivide(int64_t dividend, int64_t divisor) {
  const int64_t quotient = dividend / divisor;
  return dividend % divisor < 0 ? quotient - 1 : quotient;
}
constexpr int64_t FloorModulo(int64_t dividend, int64_t divisor) {
  const int64_t remainder = dividend % divisor;
  return remainder < 0 ? remainder + divisor : remainder;
}

}  // namespace drey
