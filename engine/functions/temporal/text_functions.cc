// Functions between points in time and text: DATE_FORMAT, TO_DATE, TO_TIMESTAMP, UNIX_TIMESTAMP, FROM_UNIXTIME, CONVERT_TZ.
//
// Rules: DateTimeUtils of Flink. Timestamps are written and read with DateTimeFormatter, everything that begins or ends as text alone
// with SimpleDateFormat.
#include <limits>

#include "engine/base/text.h"
#include "engine/base/flink_error.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/temporal/date_time_formatter.h"
#include "engine/functions/temporal/java_time_zone.h"
#include "engine/functions/temporal/simple_date_format.h"
#include "engine/functions/temporal/temporal_functions.h"
#include "engine/functions/temporal/timestamp_parsing.h"
#include "engine/functions/typed_kernel.h"
#include "engine/types/timestamp_text.h"

namespace drey {
namespace {

using enum OperandFamily;

constexpr std::string_view kDefaultFormat = "yyyy-MM-dd HH:mm:ss";
constexpr int64_t kUnparsable = std::numeric_limits<int64_t>::min();

bool FailWith(CallContext& context, const DateTimeFailure& failure) { return context.Fail(failure.flink_class, failure.message); }

int64_t NowOf(CallContext& context) { return absl::ToUnixMillis(context.environment().now); }

JavaTimeZone SessionZone(CallContext& context) { return JavaTimeZone(context.environment().time_zone); }

// ------------------------------------------------------------------------------------------------------- DATE_FORMAT

Result<std::string_view> FormatLocal(CallContext& context, Timestamp local, std::string_view pattern) {
  DateTimeFailure failure;
  const auto formatter = DateTimeFormatter::Cached(pattern, failure);
  std::string& out = context.scratch();
  if (formatter == nullptr || !formatter->Format(ToLocalDateTime(local), out, failure)) {
    return Result<std::string_view>::Failure(FailWith(context, failure));
  }
  return context.arena().Copy(out);
}

Result<std::string_view> FormatTimestamp(CallContext& context, Datum value, std::string_view pattern) {
  return FormatLocal(context, TimestampOf(value), pattern);
}

Result<std::string_view> FormatTimestampLtz(CallContext& context, Datum value, std::string_view pattern) {
  return FormatLocal(context, InstantToLocal(TimestampOf(value), context.environment().time_zone), pattern);
}

Result<std::string_view> FormatInstant(CallContext& context, int64_t instant, std::string_view pattern, const JavaTimeZone& zone) {
  DateTimeFailure failure;
  const auto format = SimpleDateFormat::Cached(pattern, failure);
  std::string& out = context.scratch();
  if (format == nullptr || !format->Format(instant, zone, out, failure)) {
    return Result<std::string_view>::Failure(FailWith(context, failure));
  }
  return context.arena().Copy(out);
}

// Absent where the text does not fit.
Result<int64_t> ParseInstant(CallContext& context, std::string_view text, std::string_view pattern, const JavaTimeZone& zone) {
  DateTimeFailure failure;
  const auto format = SimpleDateFormat::Cached(pattern, failure);
  if (format == nullptr) return Result<int64_t>::Failure(FailWith(context, failure));
  return format->Parse(text, zone, NowOf(context));
}

Result<std::string_view> FormatText(CallContext& context, std::string_view text, std::string_view pattern) {
  DateTimeFailure failure;
  if (SimpleDateFormat::Cached(pattern, failure) == nullptr) {
    return Result<std::string_view>::Failure(FailWith(context, failure));
  }
  const Result<int64_t> instant = ParseInstant(context, text, kDefaultFormat, JavaTimeZone::Utc());
  if (!instant.value()) return std::nullopt;
  return FormatInstant(context, *instant.value(), pattern, JavaTimeZone::Utc());
}

absl::StatusOr<BoundCall> BindDateFormat(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kTimestamp, kCharacter}, {kCharacter, kCharacter}}));
  const LogicalType& type = request.arguments[0].type;
  auto kernel = MakeKernel<FormatText>();
  if (type.Is(TypeRoot::kTimestamp)) kernel = MakeKernel<FormatTimestamp>();
  if (type.Is(TypeRoot::kTimestampLtz)) kernel = MakeKernel<FormatTimestampLtz>();
  return BoundCall{.type = LogicalType::String(), .kernel = std::move(kernel)};
}

// ----------------------------------------------------------------------------------------------------------- TO_DATE

// Flink counts the days with 32 bits, which gives texts that do not fit a date far from any other.
int64_t DayNumber(int64_t instant) {
  const CivilDate date = CivilFromDays(FloorDivide(instant, kMillisecondsPerDay));
  const int64_t a = (14 - date.month) / 12;
  const int64_t y = date.year + 4800 - a;
  const int64_t m = date.month + 12 * a - 3;
  const int64_t julian = date.day + (153 * m + 2) / 5 + 365 * y + y / 4 - y / 100 + y / 400 - 32045;
  return static_cast<int32_t>(julian - 2440588);
}

Result<int64_t> ToDate(CallContext& context, std::string_view text, std::optional<std::string_view> pattern) {
  if (!pattern) {
    ParseFailure failure;
    const std::optional<int64_t> days = ParseCastDate(text, failure);
    // Only a number that is too large for Java fails.
    if (!days && failure.flink_class == kNumberFormatException) {
      return Result<int64_t>::Failure(context.Fail(failure.flink_class, failure.message));
    }
    return days;
  }
  const Result<int64_t> instant = ParseInstant(context, text, *pattern, JavaTimeZone::Utc());
  if (instant.failed()) return instant;
  return DayNumber(instant.value().value_or(kUnparsable));
}

absl::StatusOr<BoundCall> BindToDate(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter}, {kCharacter, kCharacter}}));
  return BoundCall{.type = LogicalType::Date(), .kernel = MakeKernel<ToDate>()};
}

// ------------------------------------------------------------------------------------------------------ TO_TIMESTAMP

Result<Datum> ToTimestamp(CallContext& context, std::string_view text, std::optional<std::string_view> pattern) {
  if (pattern) return ParseTimestampByPattern(context, text, *pattern, 3);
  ParseFailure failure;
  const std::optional<Timestamp> parsed = ParseCastTimestamp(text, 3, failure);
  if (!parsed) return std::nullopt;
  return MakeTimestamp(*parsed);
}

absl::StatusOr<BoundCall> BindToTimestamp(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter}, {kCharacter, kCharacter}}));
  if (request.arguments.size() == 2) DREY_RETURN_IF_ERROR(CheckReadablePattern(request.arguments[1]));
  return BoundCall{.type = LogicalType::Timestamp(3), .kernel = MakeKernel<ToTimestamp>()};
}

// ---------------------------------------------------------------------------------------------------- Unix timestamps

int64_t CurrentUnixTimestamp(CallContext& context) { return FloorDivide(NowOf(context), kMillisecondsPerSecond); }

Result<int64_t> UnixTimestamp(CallContext& context, std::string_view text, std::optional<std::string_view> pattern) {
  const Result<int64_t> instant = ParseInstant(context, text, pattern.value_or(kDefaultFormat), SessionZone(context));
  if (instant.failed()) return instant;
  return instant.value() ? *instant.value() / kMillisecondsPerSecond : kUnparsable;
}

absl::StatusOr<BoundCall> BindUnixTimestamp(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{}, {kCharacter}, {kCharacter, kCharacter}}));
  if (request.arguments.empty()) {
    return BoundCall{.type = LogicalType::Bigint().AsNotNull(), .kernel = MakeKernel<CurrentUnixTimestamp>(), .foldable = false};
  }
  return BoundCall{.type = ResultType(request, LogicalType::Bigint(), ResultNullability::kIfAnyArgument),
                   .kernel = MakeKernel<UnixTimestamp>()};
}

Result<std::string_view> FromUnixTime(CallContext& context, int64_t seconds, std::optional<std::string_view> pattern) {
  const int64_t milliseconds = static_cast<int64_t>(static_cast<uint64_t>(seconds) * uint64_t{kMillisecondsPerSecond});
  return FormatInstant(context, milliseconds, pattern.value_or(kDefaultFormat), SessionZone(context));
}

absl::StatusOr<BoundCall> BindFromUnixTime(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kInteger}, {kInteger, kCharacter}}));
  return BoundCall{.type = LogicalType::String(), .kernel = MakeKernel<FromUnixTime>()};
}

// -------------------------------------------------------------------------------------------------------- CONVERT_TZ

Result<std::string_view> ConvertTz(CallContext& context, std::string_view text, std::string_view from, std::string_view to) {
  const Result<int64_t> instant = ParseInstant(context, text, kDefaultFormat, JavaTimeZone::Named(from));
  if (!instant.value()) return std::nullopt;
  return FormatInstant(context, *instant.value(), kDefaultFormat, JavaTimeZone::Named(to));
}

absl::StatusOr<BoundCall> BindConvertTz(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kCharacter, kCharacter, kCharacter}}));
  return BoundCall{.type = LogicalType::String(), .kernel = MakeKernel<ConvertTz>()};
}

}  // namespace

void RegisterTemporalTextFunctions(FunctionRegistry& registry) {
  registry.Add({.name = "DATE_FORMAT",
                .bind = BindDateFormat,
                .documentation = {"DATE_FORMAT(timestamp, format)",
                                  "A point in time as text. The format is a pattern of java.time.format.DateTimeFormatter, of "
                                  "java.text.SimpleDateFormat where the point in time is text itself (yyyy-MM-dd HH:mm:ss).",
                                  "DATE_FORMAT(TIMESTAMP '2020-02-09 13:04:06', 'dd.MM.yyyy HH:mm')", "09.02.2020 13:04"}});
  registry.Add({.name = "TO_DATE",
                .bind = BindToDate,
                .documentation = {"TO_DATE(string [, format])",
                                  "The date in a text, yyyy-MM-dd or in the given format of java.text.SimpleDateFormat.",
                                  "TO_DATE('09/02/2020', 'dd/MM/yyyy')", "2020-02-09"}});
  registry.Add({.name = "TO_TIMESTAMP",
                .bind = BindToTimestamp,
                .documentation = {"TO_TIMESTAMP(string [, format])",
                                  "The point in time in a text, yyyy-MM-dd HH:mm:ss[.SSS] or in the given format of "
                                  "java.time.format.DateTimeFormatter; NULL where the text does not fit.",
                                  "TO_TIMESTAMP('09.02.2020 13:04', 'dd.MM.yyyy HH:mm')", "2020-02-09 13:04:00.000"}});
  registry.Add({.name = "UNIX_TIMESTAMP",
                .bind = BindUnixTimestamp,
                .documentation = {"UNIX_TIMESTAMP([string [, format]])",
                                  "Seconds since 1970-01-01 00:00:00 UTC: of now, or of a text in the session time zone in a format of "
                                  "java.text.SimpleDateFormat.",
                                  "UNIX_TIMESTAMP('1970-01-02 00:00:00')", "86400"}});
  registry.Add({.name = "FROM_UNIXTIME",
                .bind = BindFromUnixTime,
                .documentation = {"FROM_UNIXTIME(seconds [, format])",
                                  "Seconds since 1970-01-01 00:00:00 UTC as text in the session time zone, in a format of "
                                  "java.text.SimpleDateFormat.",
                                  "FROM_UNIXTIME(86400)", "1970-01-02 00:00:00"}});
  registry.Add({.name = "CONVERT_TZ",
                .bind = BindConvertTz,
                .documentation = {"CONVERT_TZ(string, from, to)",
                                  "The clock of one time zone when another's shows the given date and time.",
                                  "CONVERT_TZ('1970-01-01 00:00:00', 'UTC', 'America/Los_Angeles')", "1969-12-31 16:00:00"}});
}

}  // namespace drey
