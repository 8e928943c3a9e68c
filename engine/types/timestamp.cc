#include "engine/types/timestamp.h"

#include "absl/time/civil_time.h"

namespace drey {
namespace {

constexpr int64_t kSecondsPerDay = 86400;
constexpr int kMillisecondDigits = 3;

int64_t TenToThe(int n) {
  int64_t power = 1;
  while (n-- > 0) power *= 10;
  return power;
}

// The last `count` digits become zeros.
int64_t CutDigits(int64_t value, int count) {
  const int64_t unit = TenToThe(count);
  return value / unit * unit;
}

// Of a wall clock given as if it were UTC.
absl::CivilSecond CivilSecondOf(int64_t seconds) {
  const int64_t days = FloorDivide(seconds, kSecondsPerDay);
  const int64_t of_day = seconds - days * kSecondsPerDay;
  const CivilDate date = CivilFromDays(days);
  return absl::CivilSecond(date.year, date.month, date.day, of_day / 3600, of_day / 60 % 60, of_day % 60);
}

}  // namespace

LocalDateTime ToLocalDateTime(Timestamp timestamp) {
  const int64_t days = FloorDivide(timestamp.milliseconds, kMillisecondsPerDay);
  const int64_t milliseconds = FloorModulo(timestamp.milliseconds, kMillisecondsPerDay);
  return {days, milliseconds * kNanosecondsPerMillisecond + timestamp.nanoseconds_of_millisecond};
}

Timestamp ToTimestamp(LocalDateTime local) {
  const uint64_t milliseconds =
      static_cast<uint64_t>(local.days) * static_cast<uint64_t>(kMillisecondsPerDay) +
      static_cast<uint64_t>(local.nanoseconds_of_day / kNanosecondsPerMillisecond);
  return {static_cast<int64_t>(milliseconds),
          static_cast<uint32_t>(local.nanoseconds_of_day % kNanosecondsPerMillisecond)};
}

Timestamp InstantToLocal(Timestamp instant, const absl::TimeZone& zone) {
  const int64_t seconds = FloorDivide(instant.milliseconds, kMillisecondsPerSecond);
  const int64_t offset = zone.At(absl::FromUnixSeconds(seconds)).offset;
  return {instant.milliseconds + offset * kMillisecondsPerSecond, instant.nanoseconds_of_millisecond};
}

Timestamp LocalToInstant(Timestamp local, const absl::TimeZone& zone) {
  const int64_t seconds = FloorDivide(local.milliseconds, kMillisecondsPerSecond);
  const absl::TimeZone::TimeInfo info = zone.At(CivilSecondOf(seconds));
  const int64_t of_second = local.milliseconds - seconds * kMillisecondsPerSecond;
  return {absl::ToUnixSeconds(info.pre) * kMillisecondsPerSecond + of_second, local.nanoseconds_of_millisecond};
}

Timestamp CutTimestamp(Timestamp timestamp, int precision, FlinkVersion version) {
  if (version < FlinkVersion::k2_3) {
    const int64_t nanosecond = ToLocalDateTime(timestamp).nanoseconds_of_day % kNanosecondsPerSecond;
    // Zero has one digit.
    if (precision > 0 && nanosecond < TenToThe(precision)) return timestamp;
  }
  if (precision <= kMillisecondDigits) {
    return {CutDigits(timestamp.milliseconds, kMillisecondDigits - precision), 0};
  }
  return {timestamp.milliseconds,
          static_cast<uint32_t>(CutDigits(timestamp.nanoseconds_of_millisecond, kNanosecondDigits - precision))};
}

int64_t CutTime(int64_t milliseconds, int precision, FlinkVersion version) {
  if (version < FlinkVersion::k2_3 || precision >= kMillisecondDigits) return milliseconds;
  return CutDigits(milliseconds, kMillisecondDigits - precision);
}

}  // namespace drey
