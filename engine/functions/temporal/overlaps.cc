// (start, end) OVERLAPS (start, end); an end may be an interval behind the start.
//
// Rules: StandardConvertletTable of Calcite: ends in the wrong order are exchanged, and both ends belong to the period.
#include "engine/base/text.h"
#include "engine/functions/comparison/value_comparison.h"
#include "engine/functions/math/temporal_arithmetic.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/temporal/temporal_functions.h"
#include "engine/functions/temporal/time_unit_operand.h"

namespace drey {
namespace {

struct Period {
  Datum start;
  Datum end;
};

class Overlaps final : public Kernel {
 public:
  Overlaps(std::shared_ptr<const ValueComparison> comparison, std::shared_ptr<const Kernel> first_shift,
           std::shared_ptr<const Kernel> second_shift)
      : comparison_(std::move(comparison)), shifts_{std::move(first_shift), std::move(second_shift)} {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const Period first = PeriodOf(context, arguments[0], shifts_[0]);
    const Period second = PeriodOf(context, arguments[1], shifts_[1]);
    const std::optional<bool> reaches_second = NotBefore(context, first.end, second.start);
    const std::optional<bool> reaches_first = NotBefore(context, second.end, first.start);
    const bool is_false = reaches_second == false || reaches_first == false;
    result = is_false || (reaches_second && reaches_first) ? Datum::Boolean(!is_false) : Datum::Null();
    return true;
  }

 private:
  std::optional<bool> NotBefore(CallContext& context, const Datum& a, const Datum& b) const {
    if (a.is_null || b.is_null) return std::nullopt;
    return comparison_->Compare(context, a, b) != ComparisonOutcome::kLess;
  }

  Period PeriodOf(CallContext& context, const Datum& row, const std::shared_ptr<const Kernel>& shift) const {
    Period period{row.elements()[0], row.elements()[1]};
    if (shift != nullptr) {
      Datum end = Datum::Null();
      const bool has_end = !period.start.is_null && !period.end.is_null;
      if (has_end) shift->Call(context, row.elements(), end);
      period.end = end;
    }
    // Unknown counts as the wrong order.
    if (NotBefore(context, period.end, period.start) != true) std::swap(period.start, period.end);
    return period;
  }

  std::shared_ptr<const ValueComparison> comparison_;
  std::shared_ptr<const Kernel> shifts_[2];
};

bool IsPeriod(const LogicalType& type) {
  if (!type.Is(TypeRoot::kRow) || type.fields().size() != 2) return false;
  const LogicalType& start = type.fields()[0].type;
  const LogicalType& end = type.fields()[1].type;
  return IsPointInTime(start) && (end.Is(start.root()) || end.IsInterval());
}

std::shared_ptr<const Kernel> ShiftToEnd(const LogicalType& period) {
  const LogicalType& end = period.fields()[1].type;
  if (!end.IsInterval()) return nullptr;
  return MakeShiftKernel(period.fields()[0].type, end, /*subtract=*/false, /*interval_first=*/false);
}

bool HasNullableField(const LogicalType& row) { return row.fields()[0].type.nullable() || row.fields()[1].type.nullable(); }

absl::StatusOr<BoundCall> BindOverlaps(const BindRequest& request) {
  const LogicalType& first = request.arguments[0].type;
  const LogicalType& second = request.arguments[1].type;
  if (!IsPeriod(first) || !IsPeriod(second) || first.fields()[0].type.root() != second.fields()[0].type.root()) {
    return CannotApplyOperator(request, Concat("<", CalciteTypeText(first), "> OVERLAPS <", CalciteTypeText(second), ">"),
                               "'<DATETIME> OVERLAPS <DATETIME>'\n'<DATETIME> OVERLAPS <DATETIME>'\n"
                               "'<DATETIME> OVERLAPS <INTERVAL>'\n'<DATETIME> OVERLAPS <INTERVAL>'");
  }
  const LogicalType& point = first.fields()[0].type;
  return BoundCall{.type = LogicalType::Boolean().WithNullable(HasNullableField(first) || HasNullableField(second)),
                   .kernel = std::make_shared<Overlaps>(MakeValueComparison(point, second.fields()[0].type), ShiftToEnd(first),
                                                        ShiftToEnd(second))};
}

}  // namespace

void RegisterOverlaps(FunctionRegistry& registry) {
  registry.Add({.name = "OVERLAPS",
                .bind = BindOverlaps,
                .documentation = {"(start1, end1) OVERLAPS (start2, end2)",
                                  "Whether two periods have a moment in common; an end may be an interval.",
                                  "(TIME '2:55:00', INTERVAL '1' HOUR) OVERLAPS (TIME '3:30:00', INTERVAL '2' HOUR)", "TRUE"},
                .is_operator = true});
}

}  // namespace drey
