#include "engine/types/timestamp.h"

#include "absl/time/civil_time.h"

namespace drey {
namespace {

constexpr int64_t kSecondsPerDay = 86400;

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

}  // namespace drey
