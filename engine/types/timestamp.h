// Points in time and wall clocks: the two numbers in which TIMESTAMP and TIMESTAMP_LTZ are kept (see Datum), and what java.time makes
// of them.
#pragma once

#include <cstdint>

#include "absl/time/time.h"
#include "engine/base/flink_version.h"
#include "engine/types/civil_date.h"
#include "engine/types/datum.h"

namespace drey {

inline constexpr int kNanosecondDigits = 9;

// As Flink's TimestampData.
struct Timestamp {
  int64_t milliseconds = 0;                  // since 1970-01-01 00:00:00, rounded down
  uint32_t nanoseconds_of_millisecond = 0;  // 0 … 999999

  friend bool operator==(Timestamp, Timestamp) = default;
  friend auto operator<=>(Timestamp, Timestamp) = default;
};

inline Timestamp TimestampOf(const Datum& value) { return {value.integer, value.size}; }
inline Datum MakeTimestamp(Timestamp value) {
  return Datum::Timestamp(value.milliseconds, value.nanoseconds_of_millisecond);
}

// As java.time.LocalDateTime.
struct LocalDateTime {
  int64_t days = 0;                // since 1970-01-01
  int64_t nanoseconds_of_day = 0;  // below 86400 * 10^9
};

LocalDateTime ToLocalDateTime(Timestamp timestamp);
// Milliseconds beyond 64 bits wrap, as in Java.
Timestamp ToTimestamp(LocalDateTime local);

// The wall clock of the zone at that instant.
Timestamp InstantToLocal(Timestamp instant, const absl::TimeZone& zone);
// The instant at which the zone's clocks showed that; in an overlap the earlier, in a gap moved by the gap, as
// LocalDateTime.atZone.
Timestamp LocalToInstant(Timestamp local, const absl::TimeZone& zone);

// The value with `precision` digits of the fraction of seconds, as CAST cuts it: towards zero, so that a value before 1970 may grow.
// Flink 1.20 leaves a value alone when its nanosecond of the second, written without leading zeros, has no more digits.
Timestamp CutTimestamp(Timestamp timestamp, int precision, FlinkVersion version);
// The same for TIME, in milliseconds. Flink 1.20 does not cut.
int64_t CutTime(int64_t milliseconds, int precision, FlinkVersion version);

}  // namespace drey
