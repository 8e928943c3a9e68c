#include "engine/functions/conditional/conditional_functions.h"

#include <algorithm>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/functions/comparison/comparison_binding.h"
#include "engine/functions/conditional/case_operator.h"
#include "engine/functions/implicit_argument_type.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/operator_check.h"
#include "engine/types/type_merging.h"

namespace drey {
namespace {


// ------------------------------------------------------------------------------------------------------ COALESCE, IFNULL

// Evaluates its arguments one after the other and all of them, as Flink does; those behind one that is never NULL are not evaluated.
class FirstNotNull final : public LazyKernel {
 public:
  explicit FirstNotNull(size_t reachable) : reachable_(reachable) {}

  bool Call(CallContext&, LazyArguments& arguments, Datum& result) const override {
    result = Datum::Null();
    for (size_t i = 0; i < reachable_; ++i) {
      Datum value = Datum::Null();
      if (!arguments.Get(i, value)) return false;
      if (result.is_null) result = value;
    }
    return true;
  }

 private:
  size_t reachable_;
};

// Flink lets exact numbers meet in a date or timestamp that is beside them, to which it then cannot cast them.
absl::Status RefuseMeeting(const BindRequest& request) {
  const auto is_point = [](const Argument& argument) { return argument.type.IsTimestamp() || argument.type.Is(TypeRoot::kDate); };
  const auto is_number = [](const Argument& argument) { return argument.type.IsInteger() || argument.type.Is(TypeRoot::kDecimal); };
  const auto point = std::ranges::find_if(request.arguments, is_point);
  const auto number = std::ranges::find_if(request.arguments, is_number);
  const bool meets = point != request.arguments.end() && number != request.arguments.end() &&
                     std::ranges::all_of(request.arguments, [&](const Argument& argument) {
                       return is_number(argument) || argument.type.AsNullable() == point->type.AsNullable();
                     });
  if (!meets) return ValidationError("Invalid input arguments.", request.range);
  return ValidationError(Concat("Invalid argument type at position ", number - request.arguments.begin(), ". Data type ",
                                point->type.WithNullable(number->type.nullable()).ToString(), " expected but ", number->type.ToString(),
                                " passed."),
                         request.range);
}

// The type in which all arguments meet.
absl::StatusOr<LogicalType> CommonTypeOfArguments(const BindRequest& request) {
  LogicalType common = request.arguments[0].type;
  bool has_type = false;
  for (const Argument& argument : request.arguments) {
    const auto merged = CommonArgumentType(common, argument.type);
    if (!merged) return RefuseMeeting(request);
    common = *merged;
    has_type |= !IsUntypedNull(argument);
  }
  if (!has_type) return IllegalUseOfNull(request.arguments[0]);
  return common;
}

absl::StatusOr<BoundCall> BindFirstNotNull(const BindRequest& request) {
  DREY_ASSIGN_OR_RETURN(const LogicalType common, CommonTypeOfArguments(request));
  size_t reachable = 0;
  bool nullable = true;
  BoundCall call;
  for (const Argument& argument : request.arguments) {
    DREY_ASSIGN_OR_RETURN(LogicalType type, ImplicitArgumentType(argument, common, request.version));
    call.argument_types.push_back(std::move(type));
    if (nullable) ++reachable;
    nullable &= argument.type.nullable();
  }
  call.type = common.WithNullable(nullable);
  call.lazy_kernel = std::make_shared<FirstNotNull>(reachable);
  return call;
}

absl::StatusOr<BoundCall> BindCoalesce(const BindRequest& request) {
  if (request.arguments.empty()) return NoMatchingSignature(request, "COALESCE(<COMMON>, <COMMON>...)");
  return BindFirstNotNull(request);
}

absl::StatusOr<BoundCall> BindIfNull(const BindRequest& request) {
  if (request.arguments.size() != 2) return NoMatchingSignature(request, "IFNULL(input <COMMON>, null_replacement <COMMON>)");
  DREY_ASSIGN_OR_RETURN(BoundCall call, BindFirstNotNull(request));
  // What cannot be NULL and needs no cast stays what it is.
  const LogicalType& first = request.arguments[0].type;
  if (!first.nullable() && IsSameApartFromNullability(first, call.type)) call.type = first;
  return call;
}

// ------------------------------------------------------------------------------------------------------- GREATEST, LEAST

class Extreme final : public Kernel {
 public:
  // `failures_of_null`: what Java says of each argument that is NULL; empty where it says nothing.
  Extreme(std::shared_ptr<const ValueComparison> order, ComparisonOutcome wanted, std::vector<std::string> failures_of_null)
      : order_(std::move(order)), wanted_(wanted), failures_of_null_(std::move(failures_of_null)) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    result = arguments[0];
    for (size_t i = 0; i < arguments.size(); ++i) {
      const Datum& value = arguments[i];
      if (value.is_null) {
        result = value;
        return failures_of_null_[i].empty() || context.Fail("java.lang.NullPointerException", failures_of_null_[i]);
      }
      if (i > 0 && order_->Compare(context, value, result) == wanted_) result = value;
    }
    return true;
  }

 private:
  std::shared_ptr<const ValueComparison> order_;
  ComparisonOutcome wanted_;
  std::vector<std::string> failures_of_null_;
};

// Flink casts a number to the common type before it looks whether it is NULL, which a DECIMAL does not bear.
std::vector<std::string> FailuresOfNull(const BindRequest& request, const LogicalType& common) {
  std::vector<std::string> failures;
  for (const Argument& argument : request.arguments) {
    std::string failure;
    if (argument.type.Is(TypeRoot::kDecimal) && argument.type.AsNullable() != common.AsNullable()) {
      const bool to_decimal = common.Is(TypeRoot::kDecimal);
      failure = Concat("Cannot invoke \"org.apache.flink.table.data.DecimalData.", to_decimal ? "toBigDecimal" : "isCompact",
                       "()\" because \"", to_decimal ? "dec" : "decimal", "\" is null");
    }
    failures.push_back(std::move(failure));
  }
  return failures;
}

// Whether Flink's type inference lets the types meet in a comparison; that there is code for it is another question.
bool MayMeetInComparison(const LogicalType& a, const LogicalType& b);

bool HaveComparableParts(const LogicalType& a, const LogicalType& b) {
  if (a.root() == TypeRoot::kMap) return MayMeetInComparison(a.key(), b.key()) && MayMeetInComparison(a.value(), b.value());
  if (a.root() == TypeRoot::kArray || a.root() == TypeRoot::kMultiset) return MayMeetInComparison(a.element(), b.element());
  if (!a.Is(TypeRoot::kRow)) return true;
  return std::equal(a.fields().begin(), a.fields().end(), b.fields().begin(), b.fields().end(),
                    [](const RowField& one, const RowField& other) { return MayMeetInComparison(one.type, other.type); });
}

bool MayMeetInComparison(const LogicalType& a, const LogicalType& b) {
  const auto is_point_in_time = [](const LogicalType& type) {
    return type.IsTimestamp() || type.Is(TypeRoot::kDate) || type.Is(TypeRoot::kTime);
  };
  if (a.Is(TypeRoot::kNull) || b.Is(TypeRoot::kNull)) return true;
  if (a.root() == b.root()) return HaveComparableParts(a, b);
  return (a.IsNumeric() && b.IsNumeric()) || (a.IsCharacterString() && b.IsCharacterString()) ||
         (a.IsBinaryString() && b.IsBinaryString()) || (is_point_in_time(a) && is_point_in_time(b));
}

// Each argument is compared with the next, as in org.apache.flink.table.types.inference.strategies.ComparableTypeStrategy.
absl::Status CheckExtremeArguments(const BindRequest& request) {
  for (size_t i = 0; i + 1 < request.arguments.size(); ++i) {
    const Argument& argument = request.arguments[i];
    const Argument& next = request.arguments[i + 1];
    if (IsUntypedNull(argument) || IsUntypedNull(next) || MayMeetInComparison(argument.type, next.type)) continue;
    return ValidationError(Concat("All types in a comparison should support both 'EQUALS' and 'ORDER' comparison with each other. "
                                  "Can not compare ",
                                  argument.type.ToString(), " with ", next.type.ToString()),
                           request.range);
  }
  return absl::OkStatus();
}

// The class that generated code holds a value in that may be NULL.
std::string_view BoxedClass(const LogicalType& type) {
  if (type.IsCharacterString()) return "org.apache.flink.table.data.binary.BinaryStringData";
  if (type.IsTimestamp()) return "org.apache.flink.table.data.TimestampData";
  return type.Is(TypeRoot::kBoolean) ? "java.lang.Boolean" : "java.lang.Integer";
}

absl::StatusOr<BoundCall> BindExtreme(const BindRequest& request, ComparisonOutcome wanted) {
  if (request.arguments.empty()) return NoMatchingSignature(request, Concat(ToUpper(request.name), "(<COMPARABLE>...)"));
  DREY_RETURN_IF_ERROR(CheckExtremeArguments(request));
  LogicalType common = request.arguments[0].type;
  for (const Argument& argument : request.arguments) {
    const auto merged = CommonArgumentType(common, argument.type);
    if (!merged) return ValidationError("Could not infer an output type for the given arguments.", request.range);
    common = *merged;
  }
  if (common.Is(TypeRoot::kNull)) {
    return ValidationError("Could not infer an output type for the given arguments.", request.range);
  }
  if (!HasOrder(common)) {
    // Flink names the first that it compares.
    const LogicalType& first = request.arguments[0].type;
    const LogicalType& named = first.Is(TypeRoot::kNull) ? common : first;
    return CodeGenError(Concat("Comparable type expected, but was '", named.ToString(), "'."), request.range);
  }
  const auto untyped = std::find_if(request.arguments.begin(), request.arguments.end(), IsUntypedNull);
  if (untyped != request.arguments.end() && common.IsNumeric()) {
    return CodeGenError(Concat("Unsupported casting from NULL to ", common.AsNullable().ToString(), "."), untyped->range);
  }
  BoundCall call{.type = common};
  if (untyped != request.arguments.end() && !common.IsBinaryString()) {
    call.lazy_kernel = MakeUncompilableKernel(
        Concat("Assignment conversion not possible from type \"java.lang.Object\" to type \"", BoxedClass(common), "\""));
    return call;
  }
  for (const Argument& argument : request.arguments) {
    call.argument_types.push_back(common.WithNullable(argument.type.nullable()));
  }
  if (common.IsBinaryString() && request.arguments.size() > 1) {
    call.argument_types.clear();
    call.lazy_kernel = MakeUncompilableKernel(
        "Line 67, Column 48: A method named \"compareTo\" is not declared in any enclosing class nor any supertype, nor through a "
        "static import");
    return call;
  }
  call.kernel = std::make_shared<Extreme>(MakeTotalOrder(common), wanted, FailuresOfNull(request, common));
  call.null_on_null = false;
  return call;
}

absl::StatusOr<BoundCall> BindGreatest(const BindRequest& request) {
  return BindExtreme(request, ComparisonOutcome::kGreater);
}
absl::StatusOr<BoundCall> BindLeast(const BindRequest& request) { return BindExtreme(request, ComparisonOutcome::kLess); }

}  // namespace

void RegisterConditionalFunctions(FunctionRegistry& registry) {
  registry.Add({.name = "CASE",
                .bind = BindCase,
                .documentation = {.signature = "CASE WHEN condition THEN value … ELSE value END",
                                  .description = "The value behind the first condition that is TRUE.",
                                  .example = "CASE WHEN 1 = 2 THEN 'a' ELSE 'b' END",
                                  .example_result = "b"},
                .is_operator = true});
  registry.Add({.name = "IF",
                .bind = BindIf,
                .documentation = {.signature = "IF(condition, value, otherwise)",
                                  .description = "The first value when the condition is TRUE, else the second.",
                                  .example = "IF(1 > 2, 'yes', 'no')",
                                  .example_result = "no"}});
  registry.Add({.name = "COALESCE",
                .bind = BindCoalesce,
                .documentation = {.signature = "COALESCE(value, …)",
                                  .description = "The first value that is not NULL; all values are evaluated.",
                                  .example = "COALESCE(NULL, 5)",
                                  .example_result = "5"}});
  registry.Add({.name = "IFNULL",
                .bind = BindIfNull,
                .documentation = {.signature = "IFNULL(value, replacement)",
                                  .description = "The replacement when the value is NULL.",
                                  .example = "IFNULL(NULL, 5)",
                                  .example_result = "5"}});
  registry.Add({.name = "NULLIF",
                .bind = BindNullIf,
                .documentation = {.signature = "NULLIF(a, b)",
                                  .description = "NULL when the values are equal, else the first.",
                                  .example = "NULLIF(5, 0)",
                                  .example_result = "5"}});
  registry.Add({.name = "GREATEST",
                .bind = BindGreatest,
                .documentation = {.signature = "GREATEST(value, …)",
                                  .description = "The greatest of the values, or NULL when one is NULL.",
                                  .example = "GREATEST(1, 2.5)",
                                  .example_result = "2.5"}});
  registry.Add({.name = "LEAST",
                .bind = BindLeast,
                .documentation = {.signature = "LEAST(value, …)",
                                  .description = "The least of the values, or NULL when one is NULL.",
                                  .example = "LEAST('b', 'a')",
                                  .example_result = "a"}});
}

}  // namespace drey
