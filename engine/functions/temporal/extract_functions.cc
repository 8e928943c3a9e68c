// EXTRACT and the functions of one unit: YEAR(x) is EXTRACT(YEAR FROM x).
//
// Rules: ExtractCallGen of Flink, whose divisions cut towards zero, so parts of times before 1970 are negative.
#include "engine/base/text.h"
#include "engine/base/flink_error.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/operator_check.h"
#include "engine/functions/temporal/java_time_zone.h"
#include "engine/functions/temporal/temporal_functions.h"
#include "engine/functions/temporal/time_unit_operand.h"
#include "engine/types/timestamp.h"

namespace drey {
namespace {

constexpr std::string_view kForms =
    "'EXTRACT(<DATETIME_INTERVAL> FROM <DATETIME_INTERVAL>)'\n'EXTRACT(<DATETIME_INTERVAL> FROM <DATETIME>)'";

bool IsClockUnit(TimeUnit unit) {
  return unit == TimeUnit::kHour || unit == TimeUnit::kMinute || unit == TimeUnit::kSecond || unit == TimeUnit::kMillisecond;
}


// Hour of the day, minute of the hour …
int64_t ClockPart(TimeUnit unit, int64_t milliseconds) {
  switch (unit) {
    case TimeUnit::kHour:
      return milliseconds % LengthOf(TimeUnit::kDay) / LengthOf(TimeUnit::kHour);
    case TimeUnit::kMinute:
      return milliseconds % LengthOf(TimeUnit::kHour) / LengthOf(TimeUnit::kMinute);
    case TimeUnit::kSecond:
      return milliseconds % LengthOf(TimeUnit::kMinute) / LengthOf(TimeUnit::kSecond);
    default:
      return milliseconds % LengthOf(TimeUnit::kSecond);
  }
}

int64_t PartOfTimestamp(TimeUnit unit, Timestamp local) {
  const int64_t milliseconds = local.milliseconds;
  const int64_t nanoseconds = local.nanoseconds_of_millisecond;
  if (IsDateUnit(unit)) return ExtractFromDate(unit, milliseconds / kMillisecondsPerDay);
  if (IsClockUnit(unit)) return ClockPart(unit, milliseconds);
  const int64_t of_second = milliseconds % kMillisecondsPerSecond;
  if (unit == TimeUnit::kMicrosecond) return of_second * 1000 + nanoseconds / 1000;
  if (unit == TimeUnit::kNanosecond) return of_second * kNanosecondsPerMillisecond + nanoseconds;
  return milliseconds / kMillisecondsPerSecond;
}

// Parts of the clock are taken from the day number as if it were milliseconds.
int64_t PartOfDate(TimeUnit unit, int64_t days) {
  if (IsDateUnit(unit)) return ExtractFromDate(unit, days);
  if (IsClockUnit(unit)) return ClockPart(unit, days);
  return days * (kMillisecondsPerDay / kMillisecondsPerSecond);
}

int64_t PartOfMonths(TimeUnit unit, int64_t months) {
  switch (unit) {
    case TimeUnit::kMonth:
      return months % 12;
    case TimeUnit::kQuarter:
      return (months % 12 - 1) / 3 + 1;
    default:
      return months / LengthOf(unit);
  }
}

int64_t PartOfDayTimeInterval(TimeUnit unit, int64_t milliseconds) {
  return unit == TimeUnit::kDay ? milliseconds / kMillisecondsPerDay : ClockPart(unit, milliseconds);
}

class Extract final : public Kernel {
 public:
  Extract(TimeUnit unit, TypeRoot root) : unit_(unit), root_(root) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    result = Datum::Integer(Part(context, arguments.back()));
    return true;
  }

 private:
  int64_t Part(CallContext& context, const Datum& value) const {
    switch (root_) {
      case TypeRoot::kDate:
        return PartOfDate(unit_, value.integer);
      case TypeRoot::kIntervalYearMonth:
        return PartOfMonths(unit_, value.integer);
      case TypeRoot::kIntervalDayTime:
        return PartOfDayTimeInterval(unit_, value.integer);
      case TypeRoot::kTimestampLtz: {
        Timestamp local = TimestampOf(value);
        local.milliseconds += JavaTimeZone(context.environment().time_zone).OffsetAt(local.milliseconds);
        return PartOfTimestamp(unit_, local);
      }
      case TypeRoot::kTime:
        return ClockPart(unit_, value.integer);
      default:
        return PartOfTimestamp(unit_, TimestampOf(value));
    }
  }

  TimeUnit unit_;
  TypeRoot root_;
};

absl::Status NotApplicable(TimeUnit unit, std::string_view what, SourceRange range) {
  return WithFlinkClass(InvalidError(Concat("unit ", TimeUnitName(unit), " can not be applied to ", what, " variable"), range),
                        kValidationException);
}

absl::Status NotSupported(TimeUnit unit, SourceRange range) {
  return CodeGenError(Concat("Unit '", TimeUnitName(unit), "' is not supported."), range);
}

// What the code generator refuses.
absl::Status CheckCode(TimeUnit unit, const LogicalType& type, SourceRange range) {
  const auto below_millisecond = [&]() {
    return IsBelowMillisecond(unit) ? NotApplicable(unit, type.ToString(), range) : absl::OkStatus();
  };
  switch (type.root()) {
    case TypeRoot::kDate:
      return below_millisecond();
    case TypeRoot::kTime:
      if (IsDateUnit(unit) || unit == TimeUnit::kEpoch) return NotApplicable(unit, "time", range);
      return below_millisecond();
    case TypeRoot::kIntervalDayTime:
      if (unit != TimeUnit::kDay && (IsDateUnit(unit) || unit == TimeUnit::kEpoch)) return NotSupported(unit, range);
      return below_millisecond();
    case TypeRoot::kIntervalYearMonth:
      if (unit == TimeUnit::kIsoYear || unit == TimeUnit::kDecade) return NotSupported(unit, range);
      return absl::OkStatus();
    default:
      return absl::OkStatus();
  }
}

std::string IntervalText(const LogicalType& type) {
  return CalciteTypeText(type);
}

absl::StatusOr<BoundCall> BindPart(const BindRequest& request, TimeUnit unit, const Argument& value) {
  const LogicalType& type = value.type;
  const bool fits = IsPointInTime(type) || (type.Is(TypeRoot::kIntervalDayTime) && !IsMonthUnit(unit)) ||
                    (type.Is(TypeRoot::kIntervalYearMonth) && IsMonthUnit(unit));
  if (!fits) {
    const std::string signature =
        Concat("EXTRACT(<INTERVAL ", TimeUnitName(unit), "> FROM <", IntervalText(type), ">)");
    return InvalidError(
        Concat("Cannot apply 'EXTRACT' to arguments of type '", signature, "'. Supported form(s): ", kForms), request.range);
  }
  DREY_RETURN_IF_ERROR(CheckCode(unit, type, request.range));
  return BoundCall{.type = LogicalType::Bigint().WithNullable(type.nullable()),
                   .kernel = std::make_shared<Extract>(unit, type.root())};
}

absl::StatusOr<BoundCall> BindExtract(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(RefuseUntypedNull(request));
  DREY_ASSIGN_OR_RETURN(const TimeUnit unit, TimeUnitOperand(request.arguments[0], request.version));
  return BindPart(request, unit, request.arguments[1]);
}

template <TimeUnit kUnit>
absl::StatusOr<BoundCall> BindUnit(const BindRequest& request) {
  if (request.arguments.size() != 1) return WrongArgumentCount(request, "1");
  DREY_RETURN_IF_ERROR(RefuseUntypedNull(request));
  return BindPart(request, kUnit, request.arguments[0]);
}

}  // namespace

void RegisterExtractFunctions(FunctionRegistry& registry) {
  registry.Add({.name = "EXTRACT",
                .bind = BindExtract,
                .documentation = {"EXTRACT(unit FROM temporal)", "A part of a point in time or interval: YEAR, MONTH, DAY, HOUR …",
                                  "EXTRACT(DAY FROM DATE '2006-06-05')", "5"}});
  registry.Add({.name = "YEAR",
                .bind = BindUnit<TimeUnit::kYear>,
                .documentation = {"YEAR(date)", "The year.", "YEAR(DATE '1994-09-27')", "1994"}});
  registry.Add({.name = "QUARTER",
                .bind = BindUnit<TimeUnit::kQuarter>,
                .documentation = {"QUARTER(date)", "The quarter of the year, 1 to 4.", "QUARTER(DATE '1994-09-27')", "3"}});
  registry.Add({.name = "MONTH",
                .bind = BindUnit<TimeUnit::kMonth>,
                .documentation = {"MONTH(date)", "The month of the year, 1 to 12.", "MONTH(DATE '1994-09-27')", "9"}});
  registry.Add({.name = "WEEK",
                .bind = BindUnit<TimeUnit::kWeek>,
                .documentation = {"WEEK(date)", "The ISO week of the year, 1 to 53.", "WEEK(DATE '1994-09-27')", "39"}});
  registry.Add({.name = "DAYOFYEAR",
                .bind = BindUnit<TimeUnit::kDayOfYear>,
                .documentation = {"DAYOFYEAR(date)", "The day of the year, 1 to 366.", "DAYOFYEAR(DATE '1994-09-27')", "270"}});
  registry.Add({.name = "DAYOFMONTH",
                .bind = BindUnit<TimeUnit::kDay>,
                .documentation = {"DAYOFMONTH(date)", "The day of the month, 1 to 31.", "DAYOFMONTH(DATE '1994-09-27')", "27"}});
  registry.Add({.name = "DAYOFWEEK",
                .bind = BindUnit<TimeUnit::kDayOfWeek>,
                .documentation = {"DAYOFWEEK(date)", "The day of the week; Sunday is 1.", "DAYOFWEEK(DATE '1994-09-27')", "3"}});
  registry.Add({.name = "HOUR",
                .bind = BindUnit<TimeUnit::kHour>,
                .documentation = {"HOUR(timestamp)", "The hour of the day, 0 to 23.", "HOUR(TIMESTAMP '1994-09-27 13:14:15')", "13"}});
  registry.Add({.name = "MINUTE",
                .bind = BindUnit<TimeUnit::kMinute>,
                .documentation = {"MINUTE(timestamp)", "The minute of the hour, 0 to 59.", "MINUTE(TIMESTAMP '1994-09-27 13:14:15')",
                                  "14"}});
  registry.Add({.name = "SECOND",
                .bind = BindUnit<TimeUnit::kSecond>,
                .documentation = {"SECOND(timestamp)", "The second of the minute, 0 to 59.",
                                  "SECOND(TIMESTAMP '1994-09-27 13:14:15')", "15"}});
}

}  // namespace drey
