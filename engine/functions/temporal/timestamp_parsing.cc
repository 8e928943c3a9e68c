#include "engine/functions/temporal/timestamp_parsing.h"

#include "engine/base/text.h"
#include "engine/functions/temporal/date_time_formatter.h"
#include "engine/functions/temporal/sql_timestamp_text.h"

namespace drey {
namespace {

std::string UnreadableLetter(char letter) {
  return Concat("the letter '", std::string(1, letter), "' in a pattern that is read");
}

Timestamp CutFraction(Timestamp timestamp, int precision) {
  if (precision <= 3) return {timestamp.milliseconds, 0};
  uint32_t unit = 1;
  for (int i = precision; i < 9; ++i) unit *= 10;
  return {timestamp.milliseconds, timestamp.nanoseconds_of_millisecond / unit * unit};
}

}  // namespace

Result<Datum> ParseTimestampByPattern(CallContext& context, std::string_view text, std::string_view pattern, int precision) {
  DateTimeFailure failure;
  const auto formatter = DateTimeFormatter::Cached(pattern, failure);
  if (formatter == nullptr) return std::nullopt;
  if (formatter->unreadable_letter() != 0) {
    return Result<Datum>::Failure(context.Fail("java.lang.UnsupportedOperationException",
                                               Concat(UnreadableLetter(formatter->unreadable_letter()), " is not supported yet")));
  }
  if (const std::optional<LocalDateTime> parsed = formatter->Parse(text, failure)) {
    return MakeTimestamp(CutFraction(ToTimestamp(*parsed), precision));
  }
  if (!failure.message.empty()) return Result<Datum>::Failure(context.Fail(failure.flink_class, failure.message));
  const std::optional<LocalDateTime> fallback = ParseSqlTimestamp(text);
  if (!fallback) return std::nullopt;
  // Flink 1.20 keeps digits that the type has no place for.
  const Timestamp timestamp = ToTimestamp(*fallback);
  return MakeTimestamp(context.version() < FlinkVersion::k2_3 ? timestamp : CutFraction(timestamp, precision));
}

absl::Status CheckReadablePattern(const Argument& pattern) {
  if (!pattern.constant || pattern.constant->is_null) return absl::OkStatus();
  DateTimeFailure failure;
  const auto formatter = DateTimeFormatter::Compile(pattern.constant->view(), failure);
  if (formatter == nullptr || formatter->unreadable_letter() == 0) return absl::OkStatus();
  return UnsupportedError(UnreadableLetter(formatter->unreadable_letter()), pattern.range);
}

}  // namespace drey
