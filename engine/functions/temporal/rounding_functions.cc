// FLOOR and CEIL of points in time to a unit.
//
// Rules: FloorCeilCallGen and DateTimeUtils of Flink. Dates know only date units, of the rest they stay as they are.
#include "engine/base/text.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/operator_check.h"
#include "engine/functions/temporal/java_time_zone.h"
#include "engine/functions/temporal/temporal_functions.h"
#include "engine/functions/temporal/time_unit_operand.h"
#include "engine/types/timestamp.h"

namespace drey {
namespace {

enum class Direction : uint8_t { kDown, kUp };

// Units that are rounded by the calendar; DAY by it only in a DATE.
bool IsCalendarUnit(TimeUnit unit) {
  return unit == TimeUnit::kWeek || (IsMonthUnit(unit) && unit != TimeUnit::kIsoYear);
}

// To a multiple of `length`.
int64_t RoundTo(int64_t length, int64_t value, Direction direction) {
  const int64_t up = direction == Direction::kUp ? length - 1 : 0;
  return FloorDivide(value + up, length) * length;
}

int64_t RoundMilliseconds(TimeUnit unit, int64_t milliseconds, Direction direction) {
  if (IsCalendarUnit(unit)) {
    return RoundDate(unit, milliseconds / kMillisecondsPerDay, direction == Direction::kUp) * kMillisecondsPerDay;
  }
  return RoundTo(LengthOf(unit), milliseconds, direction);
}

int64_t RoundDays(TimeUnit unit, int64_t days, Direction direction) {
  if (!IsCalendarUnit(unit) && unit != TimeUnit::kDay) return days;
  return RoundDate(unit, days, direction == Direction::kUp);
}

// Calendar units see the milliseconds as days.
int64_t RoundTime(TimeUnit unit, int64_t milliseconds, Direction direction) {
  if (IsCalendarUnit(unit) || unit == TimeUnit::kDay) return RoundDays(unit, milliseconds, direction);
  return RoundTo(LengthOf(unit), milliseconds, direction);
}

class Rounding final : public Kernel {
 public:
  Rounding(TimeUnit unit, TypeRoot root, Direction direction) : unit_(unit), root_(root), direction_(direction) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const Datum& value = arguments[0];
    if (root_ == TypeRoot::kDate) {
      result = Datum::Integer(RoundDays(unit_, value.integer, direction_));
      return true;
    }
    if (LengthOf(unit_) == 0) return context.Fail("java.lang.ArithmeticException", "/ by zero");
    if (root_ == TypeRoot::kTime) {
      result = Datum::Integer(RoundTime(unit_, value.integer, direction_));
      return true;
    }
    result = Datum::Timestamp(RoundTimestamp(context, TimestampOf(value)), 0);
    return true;
  }

 private:
  int64_t RoundTimestamp(CallContext& context, Timestamp value) const {
    if (root_ == TypeRoot::kTimestampLtz) {
      const int64_t offset = JavaTimeZone(context.environment().time_zone).OffsetAt(value.milliseconds);
      return RoundMilliseconds(unit_, value.milliseconds + offset, direction_) - offset;
    }
    // The one unit for which nanoseconds count.
    if (unit_ == TimeUnit::kMillisecond && direction_ == Direction::kUp && value.nanoseconds_of_millisecond > 0) {
      return value.milliseconds + 1;
    }
    return RoundMilliseconds(unit_, value.milliseconds, direction_);
  }

  TimeUnit unit_;
  TypeRoot root_;
  Direction direction_;
};


absl::Status CheckUnit(TimeUnit unit, const LogicalType& type, const BindRequest& request) {
  if (IsBelowMillisecond(unit) && request.version < FlinkVersion::k2_3) {
    return InvalidError(Concat("'", TimeUnitName(unit), "' is not a valid datetime format"), request.arguments[1].range);
  }
  if (type.Is(TypeRoot::kDate) || LengthOf(unit) > 0 || IsBelowMillisecond(unit)) return absl::OkStatus();
  return WithFlinkClass(
      InvalidError(
          R"java(Cannot invoke "java.math.BigDecimal.intValue()" because "unit$N.startUnit.multiplier" is null)java", request.range),
      "java.lang.NullPointerException");
}

// Units of TIMESTAMP_LTZ for which Flink's generated code calls a method that does not exist.
bool IsUncompilable(TimeUnit unit, FlinkVersion version) {
  if (unit == TimeUnit::kIsoYear || IsBelowMillisecond(unit)) return true;
  const bool is_short = unit == TimeUnit::kMinute || unit == TimeUnit::kSecond || unit == TimeUnit::kMillisecond;
  return is_short && version < FlinkVersion::k2_3;
}

std::string Forms(std::string_view name) {
  std::string forms = Concat("'", name, "(<NUMERIC>)'\n'", name, "(<DATETIME_INTERVAL>)'");
  for (const std::string_view type : {"DATE", "TIME", "TIMESTAMP"}) {
    Append(forms, "\n'", name, "(<", type, "> TO <TIME_UNIT>)'");
  }
  return forms;
}

absl::StatusOr<BoundCall> BindRounding(const BindRequest& request, std::string_view name, Direction direction) {
  if (request.arguments.size() != 2) return UnsupportedError(Concat(name, " of a number"), request.range);
  DREY_RETURN_IF_ERROR(RefuseUntypedNull(request));
  const LogicalType& type = request.arguments[0].type;
  if (!IsPointInTime(type)) {
    return InvalidError(Concat("Cannot apply '", name, "' to arguments of type '", name, "(<", CalciteTypeText(type),
                               ">, <INTERVAL ", request.arguments[1].symbol, ">)'. Supported form(s): ", Forms(name)),
                        request.range);
  }
  DREY_ASSIGN_OR_RETURN(const TimeUnit unit, TimeUnitOperand(request.arguments[1], request.version));
  DREY_RETURN_IF_ERROR(CheckUnit(unit, type, request));
  if (type.Is(TypeRoot::kTimestampLtz) && IsUncompilable(unit, request.version)) {
    return BoundCall{.type = type, .lazy_kernel = MakeUncompilableKernel(
                                       "No applicable constructor/method found for actual parameters "
                                       "\"org.apache.flink.table.data.TimestampData, org.apache.flink.table.data.TimestampData\"")};
  }
  return BoundCall{.type = type, .kernel = std::make_shared<Rounding>(unit, type.root(), direction)};
}

}  // namespace

absl::StatusOr<BoundCall> BindTemporalFloor(const BindRequest& request) {
  return BindRounding(request, "FLOOR", Direction::kDown);
}

absl::StatusOr<BoundCall> BindTemporalCeil(const BindRequest& request) {
  return BindRounding(request, "CEIL", Direction::kUp);
}

}  // namespace drey
