// Time zones by the names and rules of java.util.TimeZone and java.time.ZoneId (JDK 17).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace drey {

// java.util.TimeZone: before 1900 a zone has its present standard offset, and of ambiguous or skipped wall clocks the standard time
// counts. Immutable.
class JavaTimeZone {
 public:
  // TimeZone.getTimeZone: names of the database, "GMT+5", "GMT-05:30", three-letter names; GMT for everything else.
  static JavaTimeZone Named(std::string_view name);
  static JavaTimeZone Utc() { return JavaTimeZone(absl::UTCTimeZone()); }

  explicit JavaTimeZone(absl::TimeZone zone) : zone_(zone) {}

  // Milliseconds east of UTC at that instant.
  int64_t OffsetAt(int64_t instant) const;
  // The instant at which the zone's clocks show those milliseconds since 1970-01-01 00:00:00.
  int64_t InstantOf(int64_t local) const;
  // "EST", "GMT+05:30"; absent where Java has a name that drey does not know.
  std::optional<std::string> ShortNameAt(int64_t instant) const;

 private:
  absl::TimeZone zone_;
};

// ZoneId.of: names of the database, "Z", "+05:30", "UTC+5", "GMT-05:30". Absent where Java throws.
std::optional<absl::TimeZone> FindZoneId(std::string_view name);

}  // namespace drey
