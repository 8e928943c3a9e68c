// TIMESTAMPADD and TIMESTAMPDIFF.
//
// Rules: the rewriting of Calcite's StandardConvertletTable into intervals, and ScalarOperatorGens of Flink.
#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>

#include "engine/base/text.h"
#include "engine/functions/math/temporal_arithmetic.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/operator_check.h"
#include "engine/functions/temporal/temporal_functions.h"
#include "engine/functions/temporal/time_unit_operand.h"
#include "engine/types/timestamp.h"

namespace drey {
namespace {

constexpr TimeUnit kUnitsOf120[] = {TimeUnit::kYear, TimeUnit::kQuarter, TimeUnit::kMonth,  TimeUnit::kWeek,        TimeUnit::kDay,
                                    TimeUnit::kHour, TimeUnit::kMinute,  TimeUnit::kSecond, TimeUnit::kMicrosecond, TimeUnit::kNanosecond};

bool IsBelowSecond(TimeUnit unit) {
  return unit == TimeUnit::kMillisecond || unit == TimeUnit::kMicrosecond || unit == TimeUnit::kNanosecond;
}

absl::StatusOr<TimeUnit> UnitOf(const BindRequest& request) {
  DREY_ASSIGN_OR_RETURN(const TimeUnit unit, TimeUnitOperand(request.arguments[0], request.version));
  if (request.version < FlinkVersion::k2_3 &&
      std::find(std::begin(kUnitsOf120), std::end(kUnitsOf120), unit) == std::end(kUnitsOf120)) {
    return InvalidError(Concat("'", request.arguments[0].symbol, "' is not a valid unit of ", ToUpper(request.name)),
                        request.arguments[0].range);
  }
  return unit;
}

// A name of ODBC is an identifier to 2.3.
std::string UnitText(std::string_view symbol) { return symbol.starts_with("SQL_TSI_") ? QuoteIdentifier(symbol) : std::string(symbol); }

absl::Status CannotApply(const BindRequest& request, std::string_view name, std::string_view form) {
  const std::string unit = request.version < FlinkVersion::k2_3 ? "SYMBOL" : Concat("INTERVAL ", UnitText(request.arguments[0].symbol));
  std::string signature = Concat(name, "(<", unit, ">");
  for (const Argument& argument : request.arguments.subspan(1)) Append(signature, ", <", CalciteTypeText(argument.type), ">");
  return CannotApplyOperator(request, signature + ")", form);
}

// ------------------------------------------------------------------------------------------------------ TIMESTAMPADD

// arguments: the unit, how many of them, the point in time.
class TimestampAdd final : public Kernel {
 public:
  TimestampAdd(TimeUnit unit, const LogicalType& point, bool from_date)
      : length_(LengthOf(unit)), from_date_(from_date) {
    const LogicalType interval =
        IsMonthUnit(unit) ? LogicalType(TypeRoot::kIntervalYearMonth) : LogicalType(TypeRoot::kIntervalDayTime);
    shift_ = MakeShiftKernel(point, interval, /*subtract=*/false, /*interval_first=*/false);
  }

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    Datum point = arguments[2];
    if (from_date_) point = Datum::Timestamp(point.integer * kMillisecondsPerDay, 0);
    const Datum operands[] = {point, Datum::Integer(arguments[1].integer * length_)};
    return shift_->Call(context, operands, result);
  }

 private:
  int64_t length_;
  bool from_date_;
  std::shared_ptr<const Kernel> shift_;
};

class AlwaysNull final : public Kernel {
 public:
  bool Call(CallContext&, std::span<const Datum>, Datum& result) const override {
    result = Datum::Null();
    return true;
  }
};

// Flink divides an interval where it adds less than milliseconds, and has no code for that.
absl::Status UnsupportedDivision(const BindRequest& request) {
  const LogicalType interval = LogicalType::IntervalDayTime("SECOND(3)").WithNullable(request.arguments[1].type.nullable());
  return CodeGenError(Concat("Unsupported call: /INT(", interval.ToString(),
                             ", INT NOT NULL) \nIf you think this function should be supported, you can create an issue and start a "
                             "discussion for it."),
                      request.range);
}

absl::StatusOr<BoundCall> BindTimestampAdd(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(RefuseUntypedNull(request));
  DREY_ASSIGN_OR_RETURN(const TimeUnit unit, UnitOf(request));
  const LogicalType& point = request.arguments[2].type;
  if (!request.arguments[1].type.IsInteger() || !IsPointInTime(point)) {
    return CannotApply(request, "TIMESTAMPADD", "'TIMESTAMPADD(<ANY>, <INTEGER>, <DATETIME>)'");
  }
  const bool is_date = point.Is(TypeRoot::kDate);
  if (is_date && IsBelowSecond(unit) && request.version >= FlinkVersion::k2_3) {
    return WithFlinkClass(InvalidError("typeName.allowsPrecScale(true, false): DATE", request.range), "java.lang.AssertionError");
  }
  if (unit == TimeUnit::kMicrosecond || unit == TimeUnit::kNanosecond) return UnsupportedDivision(request);
  // What a DATE cannot hold makes a TIMESTAMP of it.
  const bool from_date = is_date && LengthOf(unit) > 0 && !IsDateUnit(unit);
  const LogicalType result = from_date ? LogicalType::Timestamp(6) : point;
  if (LengthOf(unit) == 0) {
    return BoundCall{.type = result.AsNullable(), .kernel = std::make_shared<AlwaysNull>()};
  }
  return BoundCall{.type = ResultType(request, result, ResultNullability::kIfAnyArgument),
                   .kernel = std::make_shared<TimestampAdd>(unit, result, from_date)};
}

// ----------------------------------------------------------------------------------------------------- TIMESTAMPDIFF

int64_t MillisecondsOf(const Datum& value, TypeRoot root) {
  return root == TypeRoot::kDate ? value.integer * kMillisecondsPerDay : value.integer;
}

// Whole units between; what is no unit of a length counts as the nearest one: DOW as days, EPOCH as seconds.
int64_t UnitsIn(TimeUnit unit, int64_t milliseconds) {
  switch (unit) {
    case TimeUnit::kDayOfYear:
    case TimeUnit::kDayOfWeek:
    case TimeUnit::kIsoDayOfWeek:
      return milliseconds / kMillisecondsPerDay;
    case TimeUnit::kEpoch:
      return milliseconds / kMillisecondsPerSecond;
    // Counted in seconds, of which Flink has no more than an INT holds.
    case TimeUnit::kWeek:
      return static_cast<int32_t>(milliseconds / kMillisecondsPerSecond) / (LengthOf(unit) / kMillisecondsPerSecond);
    // Whole seconds, told in smaller units.
    case TimeUnit::kMillisecond:
      return milliseconds / kMillisecondsPerSecond * 1000;
    case TimeUnit::kMicrosecond:
      return milliseconds / kMillisecondsPerSecond * 1'000'000;
    case TimeUnit::kNanosecond:
      return milliseconds / kMillisecondsPerSecond * kNanosecondsPerSecond;
    default:
      return milliseconds / LengthOf(unit);
  }
}

int64_t MonthsIn(TimeUnit unit) { return unit == TimeUnit::kDecade ? 12 : LengthOf(unit); }

// arguments: the unit, from, to.
class TimestampDiff final : public Kernel {
 public:
  TimestampDiff(TimeUnit unit, TypeRoot from, TypeRoot to) : unit_(unit), from_(from), to_(to) {}

  bool Call(CallContext&, std::span<const Datum> arguments, Datum& result) const override {
    const int64_t difference = Difference(arguments[1], arguments[2]);
    result = Datum::Integer(unit_ == TimeUnit::kNanosecond ? difference : static_cast<int32_t>(difference));
    return true;
  }

 private:
  int64_t Difference(const Datum& from, const Datum& to) const {
    const int64_t from_milliseconds = MillisecondsOf(from, from_);
    const int64_t to_milliseconds = MillisecondsOf(to, to_);
    if (!IsMonthUnit(unit_)) return UnitsIn(unit_, to_milliseconds - from_milliseconds);
    // Times count as if their milliseconds were days.
    const bool in_days = from_ == to_ && (from_ == TypeRoot::kDate || from_ == TypeRoot::kTime);
    const int64_t months = in_days ? MonthsBetweenDates(to.integer, from.integer)
                                   : MonthsBetweenTimestamps(to_milliseconds, from_milliseconds);
    return months / MonthsIn(unit_);
  }

  TimeUnit unit_;
  TypeRoot from_;
  TypeRoot to_;
};

absl::StatusOr<BoundCall> BindTimestampDiff(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(RefuseUntypedNull(request));
  DREY_ASSIGN_OR_RETURN(const TimeUnit unit, UnitOf(request));
  const TypeRoot from = request.arguments[1].type.root();
  const TypeRoot to = request.arguments[2].type.root();
  if (!IsPointInTime(request.arguments[1].type) || !IsPointInTime(request.arguments[2].type)) {
    return CannotApply(request, "TIMESTAMPDIFF", "'TIMESTAMPDIFF(<ANY>, <DATETIME>, <DATETIME>)'");
  }
  if (from != to && (from == TypeRoot::kTimestampLtz || to == TypeRoot::kTimestampLtz)) {
    return BoundCall{.type = NullableIfAnyArgumentIs(LogicalType::Integer(), request),
                     .refusal = CodeGenError("TIMESTAMP_LTZ only supports diff between the same type.", request.range)};
  }
  const bool both_times = from == TypeRoot::kTime && to == TypeRoot::kTime;
  if (both_times && !IsMonthUnit(unit) && request.version < FlinkVersion::k2_3) {
    return WithFlinkClass(
        InvalidError("(TIME_WITHOUT_TIME_ZONE,TIME_WITHOUT_TIME_ZONE) (of class scala.Tuple2)", request.range), "scala.MatchError");
  }
  const LogicalType type = unit == TimeUnit::kNanosecond ? LogicalType::Bigint() : LogicalType::Integer();
  return BoundCall{.type = ResultType(request, type, ResultNullability::kIfAnyArgument),
                   .kernel = std::make_shared<TimestampDiff>(unit, from, to)};
}

// -------------------------------------------------------------------------------------------------------- (a - b) DAY

// Of DAY(4), DAY(4) TO SECOND: 4.
std::optional<int> LeadingPrecision(std::string_view qualifier) {
  const size_t open = qualifier.find('(');
  if (open == std::string_view::npos || qualifier.find(' ') < open) return std::nullopt;
  int precision = 0;
  std::from_chars(qualifier.data() + open + 1, qualifier.data() + qualifier.size(), precision);
  return precision;
}

// arguments: a, b, the qualifier of the interval.
class PointDifference final : public Kernel {
 public:
  PointDifference(TypeRoot root, bool in_months) : root_(root), in_months_(in_months) {}

  bool Call(CallContext&, std::span<const Datum> arguments, Datum& result) const override {
    const int64_t a = MillisecondsOf(arguments[0], root_);
    const int64_t b = MillisecondsOf(arguments[1], root_);
    if (!in_months_) {
      result = Datum::Integer(a - b);
    } else if (root_ == TypeRoot::kDate) {
      result = Datum::Integer(MonthsBetweenDates(arguments[0].integer, arguments[1].integer));
    } else {
      result = Datum::Integer(MonthsBetweenTimestamps(a, b));
    }
    return true;
  }

 private:
  TypeRoot root_;
  bool in_months_;
};

absl::StatusOr<BoundCall> BindMinusDate(const BindRequest& request) {
  const LogicalType& a = request.arguments[0].type;
  const LogicalType& b = request.arguments[1].type;
  const std::string_view unit = request.arguments[2].symbol;
  if (!IsPointInTime(a) || !IsPointInTime(b)) {
    return InvalidError(Concat("Cannot apply '-' to arguments of type '-(<", CalciteTypeText(a), ">, <", CalciteTypeText(b),
                               ">, <INTERVAL ", unit, ">)'. Supported form(s): '-(<DATETIME>, <DATETIME>, <DATETIME_INTERVAL>)'"),
                        request.range);
  }
  if (a.root() != b.root() && a.IsTimestamp() && b.IsTimestamp()) {
    return CodeGenError("TIMESTAMP_LTZ only supports diff between the same type.", request.range);
  }
  if (a.root() != b.root()) return InvalidError("Parameters must be of the same type", request.range);
  if (a.Is(TypeRoot::kTime) && request.version < FlinkVersion::k2_3) {
    return WithFlinkClass(
        InvalidError("(TIME_WITHOUT_TIME_ZONE,TIME_WITHOUT_TIME_ZONE) (of class scala.Tuple2)", request.range), "scala.MatchError");
  }
  constexpr int kMaxLeadingPrecision = 3;
  const bool in_months = unit.starts_with("YEAR") || unit.starts_with("MONTH");
  if (const auto precision = LeadingPrecision(unit); precision > kMaxLeadingPrecision && !in_months) {
    return WithFlinkClass(InvalidError(Concat("DAY_INTERVAL_TYPES precision is not supported: ", *precision), request.arguments[2].range),
                          "org.apache.flink.table.api.TableException");
  }
  const LogicalType type = in_months ? LogicalType::IntervalYearMonth("MONTH", std::string(unit))
                                     : LogicalType::IntervalDayTime("SECOND(3)", std::string(unit));
  return BoundCall{.type = ResultType(request, type, ResultNullability::kIfAnyArgument),
                   .kernel = std::make_shared<PointDifference>(a.root(), in_months)};
}

}  // namespace

void RegisterTimestampArithmetic(FunctionRegistry& registry) {
  registry.Add({.name = "TIMESTAMPADD",
                .bind = BindTimestampAdd,
                .documentation = {"TIMESTAMPADD(unit, number, timepoint)", "The point in time so many units later.",
                                  "TIMESTAMPADD(WEEK, 1, DATE '2003-01-02')", "2003-01-09"}});
  registry.Add({.name = "MINUS_DATE",
                .bind = BindMinusDate,
                .documentation = {"(timepoint1 - timepoint2) unit", "The interval between two points in time.",
                                  "(DATE '2003-01-03' - DATE '2003-01-02') DAY", "+1 00:00:00.000"},
                .is_operator = true});
  registry.Add({.name = "TIMESTAMPDIFF",
                .bind = BindTimestampDiff,
                .documentation = {"TIMESTAMPDIFF(unit, timepoint1, timepoint2)",
                                  "How many whole units lie between the first and the second point in time.",
                                  "TIMESTAMPDIFF(DAY, TIMESTAMP '2003-01-02 10:00:00', TIMESTAMP '2003-01-03 10:00:00')", "1"}});
}

}  // namespace drey
