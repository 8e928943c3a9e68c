#include "engine/formats/json/json_temporal.h"

#include <optional>

#include "engine/types/timestamp.h"

namespace drey {

bool ParseJsonTemporal(std::string_view text, TypeRoot root, TimestampFormat format, FlinkVersion version, Datum& value,
                       ParseFailure* failure) {
  if (root == TypeRoot::kDate) {
    const std::optional<int64_t> days = ParseIsoDate(text, failure);
    if (days.has_value()) value = Datum::Integer(static_cast<int32_t>(*days));  // as Java casts it to int
    return days.has_value();
  }
  if (root == TypeRoot::kTime) {
    const std::optional<int64_t> nanoseconds = ParseSqlTime(text, failure);
    if (!nanoseconds.has_value()) return false;
    // 1.20 drops the fraction of the second.
    const int64_t milliseconds = version == FlinkVersion::k1_20
                                     ? *nanoseconds / kNanosecondsPerSecond * kMillisecondsPerSecond
                                     : *nanoseconds / kNanosecondsPerMillisecond;
    value = Datum::Integer(milliseconds);
    return true;
  }
  const std::optional<Timestamp> timestamp =
      root == TypeRoot::kTimestamp ? ParseTimestamp(text, format, failure) : ParseTimestampLtz(text, format, failure);
  if (timestamp.has_value()) value = MakeTimestamp(*timestamp);
  return timestamp.has_value();
}

}  // namespace drey
