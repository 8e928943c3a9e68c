#include "engine/functions/comparison/comparison_operators.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

#include "engine/base/text.h"
#include "engine/functions/cast/cast_kernel.h"
#include "engine/functions/comparison/comparison_binding.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operator_check.h"
#include "engine/types/type_merging.h"

namespace drey {
namespace {

using Outcome = ComparisonOutcome;

const LogicalType& TypeOf(const BindRequest& request, size_t i) { return request.arguments[i].type; }

// Which outcomes make an operator TRUE.
struct Accepted {
  bool less = false;
  bool equal = false;
  bool greater = false;
  bool unordered = false;

  bool Contains(Outcome outcome) const {
    switch (outcome) {
      case Outcome::kLess:
        return less;
      case Outcome::kEqual:
        return equal;
      case Outcome::kGreater:
        return greater;
      case Outcome::kUnordered:
        break;
    }
    return unordered;
  }
};

constexpr Accepted kEqualTo = {.equal = true};
constexpr Accepted kNotEqualTo = {.less = true, .greater = true, .unordered = true};
constexpr Accepted kLessThan = {.less = true};
constexpr Accepted kLessOrEqual = {.less = true, .equal = true};
constexpr Accepted kGreaterThan = {.greater = true};
constexpr Accepted kGreaterOrEqual = {.equal = true, .greater = true};

// The truth of one comparison; NULL when an operand is.
bool Decide(const BoundComparison& comparison, Accepted accepted, CallContext& context, const Datum& a, const Datum& b,
            Datum& result) {
  result = Datum::Null();
  std::optional<Outcome> outcome;
  if (!comparison.Compare(context, a, b, outcome)) return false;
  if (outcome) result = Datum::Boolean(accepted.Contains(*outcome));
  return true;
}

class ComparisonKernel final : public Kernel {
 public:
  ComparisonKernel(BoundComparison comparison, Accepted accepted)
      : comparison_(std::move(comparison)), accepted_(accepted) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    return Decide(comparison_, accepted_, context, arguments[0], arguments[1], result);
  }

 private:
  BoundComparison comparison_;
  Accepted accepted_;
};

// The order of a text and another value: each operand is cast before the next is looked at, whether that is NULL or not.
class TextOrderKernel final : public LazyKernel {
 public:
  TextOrderKernel(BoundComparison comparison, Accepted accepted) : comparison_(std::move(comparison)), accepted_(accepted) {}

  bool Call(CallContext& context, LazyArguments& arguments, Datum& result) const override {
    Datum a = Datum::Null();
    Datum b = Datum::Null();
    if (!arguments.Get(0, a) || !comparison_.CastFirst(context, a)) return false;
    if (!arguments.Get(1, b) || !comparison_.CastSecond(context, b)) return false;
    const std::optional<Outcome> outcome = comparison_.CompareCast(context, a, b);
    result = outcome ? Datum::Boolean(accepted_.Contains(*outcome)) : Datum::Null();
    return true;
  }

 private:
  BoundComparison comparison_;
  Accepted accepted_;
};

std::string InfixForm(std::string_view name) {
  return Concat("'<COMPARABLE_TYPE> ", name, " <COMPARABLE_TYPE>'");
}

absl::StatusOr<BoundCall> BindComparisonOperator(const BindRequest& request, ComparisonKind kind, Accepted accepted) {
  const LogicalType& a = TypeOf(request, 0);
  const LogicalType& b = TypeOf(request, 1);
  DREY_RETURN_IF_ERROR(CheckRowLengths(a, b, request.range));
  if (!AreComparable(a, b)) return CannotApplyInfix(request, InfixForm(request.name));
  DREY_ASSIGN_OR_RETURN(BoundComparison comparison, BindComparison(a, b, kind, request.version, request.range));
  BoundCall call{.type = NullableIfAnyArgumentIs(LogicalType::Boolean(), request)};
  if (kind == ComparisonKind::kOrder && a.IsCharacterString() != b.IsCharacterString()) {
    call.lazy_kernel = std::make_shared<TextOrderKernel>(std::move(comparison), accepted);
  } else {
    call.kernel = std::make_shared<ComparisonKernel>(std::move(comparison), accepted);
  }
  return call;
}

absl::StatusOr<BoundCall> BindEqual(const BindRequest& request) {
  return BindComparisonOperator(request, ComparisonKind::kEqual, kEqualTo);
}
absl::StatusOr<BoundCall> BindNotEqual(const BindRequest& request) {
  return BindComparisonOperator(request, ComparisonKind::kEqual, kNotEqualTo);
}
absl::StatusOr<BoundCall> BindLess(const BindRequest& request) {
  return BindComparisonOperator(request, ComparisonKind::kOrder, kLessThan);
}
absl::StatusOr<BoundCall> BindLessOrEqual(const BindRequest& request) {
  return BindComparisonOperator(request, ComparisonKind::kOrder, kLessOrEqual);
}
absl::StatusOr<BoundCall> BindGreater(const BindRequest& request) {
  return BindComparisonOperator(request, ComparisonKind::kOrder, kGreaterThan);
}
absl::StatusOr<BoundCall> BindGreaterOrEqual(const BindRequest& request) {
  return BindComparisonOperator(request, ComparisonKind::kOrder, kGreaterOrEqual);
}

// ---------------------------------------------------------------------------------------------------------- distinctness

class DistinctKernel final : public Kernel {
 public:
  DistinctKernel(BoundComparison comparison, bool distinct) : comparison_(std::move(comparison)), distinct_(distinct) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const Datum& a = arguments[0];
    const Datum& b = arguments[1];
    bool same = a.is_null && b.is_null;
    if (!a.is_null && !b.is_null) {
      std::optional<Outcome> outcome;
      if (!comparison_.Compare(context, a, b, outcome)) return false;
      same = outcome == Outcome::kEqual;
    }
    result = Datum::Boolean(same != distinct_);
    return true;
  }

 private:
  BoundComparison comparison_;
  bool distinct_;
};

// Calcite takes rows apart and joins the answers for their fields with AND, also for IS DISTINCT FROM: rows that agree in any field
// are not distinct. Of a row that is NULL every field is.
class RowDistinctKernel final : public Kernel {
 public:
  explicit RowDistinctKernel(std::vector<DistinctKernel> fields) : fields_(std::move(fields)) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    result = Datum::Boolean(true);
    for (size_t i = 0; i < fields_.size() && result.boolean(); ++i) {
      const std::array<Datum, 2> pair = {FieldOf(arguments[0], i), FieldOf(arguments[1], i)};
      if (!fields_[i].Call(context, pair, result)) return false;
    }
    return true;
  }

 private:
  static Datum FieldOf(const Datum& row, size_t field) { return row.is_null ? Datum::Null() : row.elements()[field]; }

  std::vector<DistinctKernel> fields_;
};

absl::StatusOr<std::shared_ptr<const Kernel>> MakeRowDistinct(const BindRequest& request, bool distinct) {
  const auto& a = TypeOf(request, 0).fields();
  const auto& b = TypeOf(request, 1).fields();
  std::vector<DistinctKernel> fields;
  for (size_t i = 0; i < a.size(); ++i) {
    DREY_ASSIGN_OR_RETURN(BoundComparison comparison, BindComparison(a[i].type, b[i].type, ComparisonKind::kDistinct,
                                                                     request.version, request.range));
    fields.emplace_back(std::move(comparison), distinct);
  }
  return std::make_shared<RowDistinctKernel>(std::move(fields));
}

absl::StatusOr<BoundCall> BindDistinctness(const BindRequest& request, bool distinct) {
  const LogicalType& a = TypeOf(request, 0);
  const LogicalType& b = TypeOf(request, 1);
  if (!AreComparable(a, b)) return CannotApplyInfix(request, InfixForm(request.name));
  if (a.Is(TypeRoot::kRow) && b.Is(TypeRoot::kRow)) {
    DREY_ASSIGN_OR_RETURN(std::shared_ptr<const Kernel> rows, MakeRowDistinct(request, distinct));
    return BoundCall{.type = LogicalType::Boolean().AsNotNull(), .kernel = std::move(rows), .null_on_null = false};
  }
  DREY_ASSIGN_OR_RETURN(BoundComparison comparison,
                        BindComparison(a, b, ComparisonKind::kDistinct, request.version, request.range));
  return BoundCall{.type = LogicalType::Boolean().AsNotNull(),
                   .kernel = std::make_shared<DistinctKernel>(std::move(comparison), distinct),
                   .null_on_null = false};
}

absl::StatusOr<BoundCall> BindDistinct(const BindRequest& request) { return BindDistinctness(request, true); }
absl::StatusOr<BoundCall> BindNotDistinct(const BindRequest& request) { return BindDistinctness(request, false); }

// ---------------------------------------------------------------------------------------------------------------- BETWEEN

// value >= lower AND value <= upper, which stops at FALSE.
class BetweenKernel final : public LazyKernel {
 public:
  BetweenKernel(BoundComparison lower, BoundComparison upper, bool symmetric)
      : lower_(std::move(lower)), upper_(std::move(upper)), symmetric_(symmetric) {}

  bool Call(CallContext& context, LazyArguments& arguments, Datum& result) const override {
    if (!Holds(context, arguments, 1, 2, lower_, upper_, result)) return false;
    const bool is_true = !result.is_null && result.boolean();
    if (!symmetric_ || is_true) return true;
    const bool was_null = result.is_null;
    if (!Holds(context, arguments, 2, 1, upper_, lower_, result)) return false;
    // OR: FALSE beside NULL is NULL.
    if (was_null && !result.is_null && !result.boolean()) result = Datum::Null();
    return true;
  }

 private:
  static bool Holds(CallContext& context, LazyArguments& arguments, size_t lower, size_t upper,
                    const BoundComparison& at_lower, const BoundComparison& at_upper, Datum& result) {
    Datum value = Datum::Null();
    Datum bound = Datum::Null();
    Datum above = Datum::Null();
    if (!arguments.Get(0, value) || !arguments.Get(lower, bound)) return false;
    if (!Decide(at_lower, kGreaterOrEqual, context, value, bound, above)) return false;
    if (!above.is_null && !above.boolean()) {
      result = above;
      return true;
    }
    Datum below = Datum::Null();
    if (!arguments.Get(upper, bound)) return false;
    if (!Decide(at_upper, kLessOrEqual, context, value, bound, below)) return false;
    result = !below.is_null && below.boolean() ? above : below;
    return true;
  }

  BoundComparison lower_;
  BoundComparison upper_;
  bool symmetric_;
};

absl::StatusOr<BoundCall> BindBetweenOperator(const BindRequest& request, bool symmetric) {
  const LogicalType& value = TypeOf(request, 0);
  for (size_t i = 1; i < 3; ++i) {
    if (AreComparable(value, TypeOf(request, i)) && AreComparable(TypeOf(request, 1), TypeOf(request, 2))) continue;
    // A bare NULL behind a value has the value's type by now.
    const auto shown = [&](size_t bound) { return ToUpper(CalciteTypeText(TypeOf(request, bound).Is(TypeRoot::kNull) ? value : TypeOf(request, bound))); };
    const std::string signature =
        Concat("<", ToUpper(CalciteTypeText(value)), "> ", request.name, " <", shown(1), "> AND <", shown(2), ">");
    const std::string_view negation = request.name.starts_with("NOT ") ? "NOT " : "";
    return CannotApplyOperator(request, signature,
                               Concat("'<COMPARABLE_TYPE> ", negation, "BETWEEN <COMPARABLE_TYPE> AND <COMPARABLE_TYPE>'"));
  }
  DREY_ASSIGN_OR_RETURN(BoundComparison lower, BindComparison(value, TypeOf(request, 1), ComparisonKind::kOrder,
                                                              request.version, request.range));
  DREY_ASSIGN_OR_RETURN(BoundComparison upper, BindComparison(value, TypeOf(request, 2), ComparisonKind::kOrder,
                                                              request.version, request.range));
  return BoundCall{.type = NullableIfAnyArgumentIs(LogicalType::Boolean(), request),
                   .lazy_kernel = std::make_shared<BetweenKernel>(std::move(lower), std::move(upper), symmetric)};
}

absl::StatusOr<BoundCall> BindBetween(const BindRequest& request) { return BindBetweenOperator(request, false); }
absl::StatusOr<BoundCall> BindBetweenSymmetric(const BindRequest& request) { return BindBetweenOperator(request, true); }

// --------------------------------------------------------------------------------------------------------------------- IN

// value = element for one element after the other, until one is TRUE.
class InKernel final : public LazyKernel {
 public:
  // Flink looks a number up in a set of literals, where -0.0 is none of them, not even 0.
  InKernel(std::vector<BoundComparison> comparisons, std::optional<TypeRoot> set_of)
      : comparisons_(std::move(comparisons)), set_of_(set_of) {}

  bool Call(CallContext& context, LazyArguments& arguments, Datum& result) const override {
    Datum value = Datum::Null();
    bool is_unknown = false;
    for (size_t i = 0; i < comparisons_.size(); ++i) {
      Datum element = Datum::Null();
      if (!arguments.Get(0, value) || !arguments.Get(i + 1, element)) return false;
      if (!Decide(comparisons_[i], kEqualTo, context, value, element, result)) return false;
      if (result.is_null) {
        is_unknown = true;
      } else if (result.boolean() && !IsNegativeZeroInSet(value)) {
        return true;
      }
    }
    result = is_unknown ? Datum::Null() : Datum::Boolean(false);
    return true;
  }

 private:
  bool IsNegativeZeroInSet(const Datum& value) const {
    if (!set_of_) return false;
    const double number = *set_of_ == TypeRoot::kFloat ? static_cast<double>(value.single) : value.floating;
    return number == 0 && std::signbit(number);
  }

  std::vector<BoundComparison> comparisons_;
  std::optional<TypeRoot> set_of_;
};

// Calcite lets exact numbers meet in a point in time, and takes any number beside a date for days.
bool MeetInTime(const LogicalType& time, const LogicalType& number) {
  if (time.Is(TypeRoot::kDate)) return number.IsNumeric();
  return (time.IsTimestamp() || time.Is(TypeRoot::kTime)) && (number.IsInteger() || number.Is(TypeRoot::kDecimal));
}

absl::Status IncompatibleElements(const BindRequest& request) {
  const bool has_type = std::any_of(request.arguments.begin() + 1, request.arguments.end(),
                                    [](const Argument& argument) { return !IsUntypedNull(argument); });
  const bool has_null = std::any_of(request.arguments.begin() + 1, request.arguments.end(),
                                    [](const Argument& argument) { return IsUntypedNull(argument); });
  const LogicalType& value = TypeOf(request, 0);
  if (!has_type && (value.Is(TypeRoot::kNull) || value.Is(TypeRoot::kRow))) {
    return InvalidError("Values in expression list must have compatible types", request.range);
  }
  LogicalType common = TypeOf(request, 1);
  for (size_t i = 2; i < request.arguments.size() && !common.Is(TypeRoot::kRow); ++i) {
    const LogicalType& element = TypeOf(request, i);
    if (MeetInTime(common, element) || MeetInTime(element, common)) break;
    const auto merged = CommonType(common, element);
    if (!merged) return InvalidError("Values in expression list must have compatible types", request.range);
    common = *merged;
  }
  for (size_t i = 1; i < request.arguments.size(); ++i) {
    if (AreComparable(value, TypeOf(request, i))) continue;
    // A bare NULL has the value's type by now, which the others do not meet.
    const bool meets = MeetInTime(value, common) || MeetInTime(common, value);
    if (has_null && !meets) return InvalidError("Values in expression list must have compatible types", request.range);
    return InvalidError("Values passed to IN operator must have compatible types", request.range);
  }
  return absl::OkStatus();
}

// The type to which an element is cast: that of the value, unless the two are already of one kind.
LogicalType ElementType(const LogicalType& value, const LogicalType& element) {
  if (value.Is(TypeRoot::kNull) || element.Is(TypeRoot::kNull)) return element;
  if (value.root() == element.root()) return element;
  if (value.IsCharacterString() && element.IsCharacterString()) return element;
  return value.WithNullable(element.nullable());
}

// Flink 1.20 keeps constant rows in a set, where it finds no row of a table: they are of another Java class.
bool IsSearchOfRow(const BindRequest& request) {
  return request.version < FlinkVersion::k2_3 && TypeOf(request, 0).Is(TypeRoot::kRow) &&
         std::all_of(request.arguments.begin() + 1, request.arguments.end(),
                     [](const Argument& argument) { return argument.is_constant && argument.call == "ROW"; });
}

class NotAmongRows final : public LazyKernel {
 public:
  bool Call(CallContext&, LazyArguments& arguments, Datum& result) const override {
    Datum row = Datum::Null();
    if (!arguments.Get(0, row)) return false;
    result = row.is_null ? Datum::Null() : Datum::Boolean(false);
    return true;
  }
};

absl::StatusOr<BoundCall> BindIn(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(IncompatibleElements(request));
  const LogicalType& value = TypeOf(request, 0);
  BoundCall call{.type = NullableIfAnyArgumentIs(LogicalType::Boolean(), request), .argument_types = {value}};
  std::vector<BoundComparison> comparisons;
  for (size_t i = 1; i < request.arguments.size(); ++i) {
    const LogicalType element = ElementType(value, TypeOf(request, i));
    // DECIMALs are compared as they are.
    const bool are_decimals = value.Is(TypeRoot::kDecimal) && element.Is(TypeRoot::kDecimal);
    DREY_ASSIGN_OR_RETURN(BoundComparison comparison,
                          BindComparison(value, element, are_decimals ? ComparisonKind::kDistinct : ComparisonKind::kEqual,
                                         request.version, request.range));
    comparisons.push_back(std::move(comparison));
    call.argument_types.push_back(element);
  }
  if (IsSearchOfRow(request)) {
    call.lazy_kernel = std::make_shared<NotAmongRows>();
    return call;
  }
  const bool are_literals = std::all_of(request.arguments.begin() + 1, request.arguments.end(),
                                        [](const Argument& argument) { return argument.constant.has_value(); });
  // One literal is compared with =.
  const bool is_set = value.IsApproximateNumeric() && are_literals && comparisons.size() > 1;
  call.lazy_kernel = std::make_shared<InKernel>(std::move(comparisons), is_set ? std::optional(value.root()) : std::nullopt);
  return call;
}

// Types that the validator compares and the code generator does not.
template <absl::StatusOr<BoundCall> (*Bind)(const BindRequest&)>
absl::StatusOr<BoundCall> RefuseLate(const BindRequest& request) {
  absl::StatusOr<BoundCall> bound = Bind(request);
  if (bound.ok() || !MessageOf(bound.status()).starts_with("implicit type conversion between")) return bound;
  return BoundCall{.type = NullableIfAnyArgumentIs(LogicalType::Boolean(), request), .refusal = bound.status()};
}

ScalarFunction Operator(std::string_view name, absl::StatusOr<BoundCall> (*bind)(const BindRequest&),
                        FunctionDocumentation documentation) {
  return {.name = name, .bind = bind, .documentation = documentation, .is_operator = true};
}

}  // namespace

void RegisterComparisonOperators(FunctionRegistry& registry) {
  registry.Add(Operator("=", RefuseLate<BindEqual>, {"a = b", "Whether the values are equal.", "1 = 1.0", "TRUE"}));
  registry.Add(Operator("<>", RefuseLate<BindNotEqual>, {"a <> b", "Whether the values are not equal.", "'a' <> 'a '", "TRUE"}));
  registry.Add(Operator("<", RefuseLate<BindLess>, {"a < b", "Whether a is less than b.", "1 < 2", "TRUE"}));
  registry.Add(Operator("<=", RefuseLate<BindLessOrEqual>, {"a <= b", "Whether a is not greater than b.", "2 <= 2", "TRUE"}));
  registry.Add(Operator(">", RefuseLate<BindGreater>, {"a > b", "Whether a is greater than b.", "'b' > 'a'", "TRUE"}));
  registry.Add(Operator(">=", RefuseLate<BindGreaterOrEqual>, {"a >= b", "Whether a is not less than b.", "1 >= 2", "FALSE"}));
  registry.Add(Operator("IS DISTINCT FROM", BindDistinct,
                        {"a IS DISTINCT FROM b", "Whether the values differ, where NULL is a value like others.",
                         "1 IS DISTINCT FROM NULL", "TRUE"}));
  registry.Add(Operator("IS NOT DISTINCT FROM", BindNotDistinct,
                        {"a IS NOT DISTINCT FROM b", "Whether the values are the same, where NULL is a value like others.",
                         "NULL IS NOT DISTINCT FROM NULL", "TRUE"}));
  registry.Add(Operator("BETWEEN ASYMMETRIC", RefuseLate<BindBetween>,
                        {"a BETWEEN b AND c", "Whether a is at least b and at most c.", "2 BETWEEN 1 AND 3", "TRUE"}));
  registry.Add(Operator("BETWEEN SYMMETRIC", RefuseLate<BindBetweenSymmetric>,
                        {"a BETWEEN SYMMETRIC b AND c", "Whether a lies between b and c, whichever is less.",
                         "2 BETWEEN SYMMETRIC 3 AND 1", "TRUE"}));
  registry.Add(Operator("IN", RefuseLate<BindIn>, {"a IN (b, c, …)", "Whether a equals one of the values.", "2 IN (1, 2)", "TRUE"}));
}

}  // namespace drey
