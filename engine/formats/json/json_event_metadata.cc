#include "engine/formats/json/json_event_metadata.h"

#include <string>

#include "engine/base/flink_error.h"
#include "engine/base/flink_version.h"
#include "engine/formats/json/json_failures.h"
#include "engine/formats/json/json_number.h"
#include "engine/functions/evaluation_context.h"
#include "engine/functions/function.h"
#include "engine/functions/temporal/timestamp_parsing.h"
#include "engine/types/java_string.h"
#include "engine/types/timestamp.h"
#include "engine/types/timestamp_text.h"

namespace drey {
namespace {

// TO_TIMESTAMP's, whatever precision the column has.
constexpr int kTimestampPrecision = 3;

Datum FindProperty(const Datum& map, std::string_view name) {
  if (map.is_null) return Datum::Null();
  const std::span<const Datum> entries = map.entries();
  for (size_t i = 0; i + 1 < entries.size(); i += 2) {
    if (!entries[i].is_null && entries[i].view() == name) return entries[i + 1];
  }
  return Datum::Null();
}

std::optional<Datum> ReadMilliseconds(const Datum& text, RowError& failure) {
  const std::optional<int64_t> milliseconds = ParseJavaIntegerOf(TypeRoot::kBigint, text.view());
  if (milliseconds) return Datum::Timestamp(*milliseconds, 0);
  failure = DecodingError(kNumberFormatException, IntegerFormatMessage(TypeRoot::kBigint, text.view()));
  return std::nullopt;
}

std::optional<Datum> ReadTimestamp(const Datum& text, Arena& arena, RowError& failure) {
  ParseFailure reason;
  const std::optional<Timestamp> parsed = ParseCastTimestamp(JavaString(text, arena), kTimestampPrecision, reason);
  if (parsed) return Datum::Timestamp(parsed->milliseconds, parsed->nanoseconds_of_millisecond);
  failure = DecodingError(reason.flink_class, reason.message);
  return std::nullopt;
}

// Digits that the pattern does not read are kept, as by TO_TIMESTAMP of Flink 1.20, in both releases.
std::optional<Datum> ReadIsoTimestamp(const Datum& text, Arena& arena, RowError& failure) {
  EvaluationContext environment;
  environment.version = FlinkVersion::k1_20;
  CallContext context(arena, environment);
  const Result<Datum> parsed =
      ParseTimestampByPattern(context, JavaString(text, arena), "yyyy-MM-dd'T'HH:mm:ss.SSSSSS", kTimestampPrecision);
  if (!parsed.failed()) return parsed.value().value_or(Datum::Null());
  failure = DecodingError(context.failure().flink_class, context.failure().message);
  return std::nullopt;
}

}  // namespace

std::vector<MetadataColumn> MetadataColumnsOf(std::span<const JsonEventMetadata> known) {
  std::vector<MetadataColumn> columns;
  for (const JsonEventMetadata& metadata : known) columns.push_back({std::string(metadata.key), metadata.type});
  return columns;
}

std::optional<Datum> ReadJsonEventMetadata(const JsonEventMetadata& metadata, const Datum& field, Arena& arena, RowError& failure) {
  using Reading = JsonEventMetadata::Reading;
  const bool is_property = metadata.reading == Reading::kProperty || metadata.reading == Reading::kMillisecondsProperty;
  const Datum value = is_property ? FindProperty(field, metadata.property) : field;
  if (value.is_null) return value;
  switch (metadata.reading) {
    case Reading::kValue:
    case Reading::kProperty:
      return value;
    case Reading::kMilliseconds:
      return Datum::Timestamp(value.integer, 0);
    case Reading::kSeconds:
      return Datum::Timestamp(static_cast<int64_t>(static_cast<uint64_t>(value.integer) * 1000), 0);  // wraps around as Java's long
    case Reading::kMillisecondsProperty:
      return ReadMilliseconds(value, failure);
    case Reading::kTimestamp:
      return ReadTimestamp(value, arena, failure);
    case Reading::kIsoTimestamp:
      return ReadIsoTimestamp(value, arena, failure);
  }
  return value;
}

}  // namespace drey
