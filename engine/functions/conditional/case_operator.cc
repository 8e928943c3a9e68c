#include "engine/functions/conditional/case_operator.h"

#include "engine/base/text.h"
#include "engine/functions/cast/cast_check.h"
#include "engine/functions/comparison/comparison_binding.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operator_check.h"
#include "engine/types/type_merging.h"

namespace drey {
namespace {

constexpr std::string_view kIfForms =
    "'IF(<ANY_TYPE>, <NUMERIC_TYPE>, <NUMERIC_TYPE>)'\n'IF(<BOOLEAN>, <CHARACTER>, <CHARACTER>)'\n"
    "'IF(<BOOLEAN>, <BOOLEAN>, <BOOLEAN>)'\n'IF(<BOOLEAN>, <CHARACTER>, <CHARACTER>)'\n'IF(<BOOLEAN>, <BINARY>, <BINARY>)'\n"
    "'IF(<BOOLEAN>, <DATE>, <DATE>)'\n'IF(<BOOLEAN>, <TIMESTAMP>, <TIMESTAMP>)'\n'IF(<BOOLEAN>, <TIME>, <TIME>)'";

class CaseKernel final : public LazyKernel {
 public:
  bool Call(CallContext&, LazyArguments& arguments, Datum& result) const override {
    size_t i = 0;
    for (; i + 1 < arguments.size(); i += 2) {
      Datum condition = Datum::Null();
      if (!arguments.Get(i, condition)) return false;
      if (!condition.is_null && condition.boolean()) return arguments.Get(i + 1, result);
    }
    return arguments.Get(i, result);
  }
};

bool IsValueIndex(size_t i, size_t count) { return i % 2 == 1 || i + 1 == count; }

// Flink computes the chosen value in the type of all: it must convert.
absl::Status CheckBranchCast(const LogicalType& from, const LogicalType& to, const BindRequest& request) {
  const bool is_variant = from.Is(TypeRoot::kVariant) && to.Is(TypeRoot::kVariant);
  if (is_variant || IsCastSupported(from, to, request.version)) return absl::OkStatus();
  return CodeGenError(Concat("Only legacy cast behaviour supports cast from '", from.ToStringWithoutNullability(), "' to '",
                             to.ToStringWithoutNullability(), "'."),
                      request.range);
}

absl::Status CheckConditions(const BindRequest& request) {
  for (size_t i = 0; i + 1 < request.arguments.size(); i += 2) {
    const LogicalType& type = request.arguments[i].type;
    if (type.Is(TypeRoot::kBoolean) || type.Is(TypeRoot::kNull)) continue;
    return InvalidError("Expected a boolean type", request.range);
  }
  return absl::OkStatus();
}

absl::StatusOr<LogicalType> CommonBranchType(const BindRequest& request) {
  LogicalType common = LogicalType::Null();
  for (size_t i = 0; i < request.arguments.size(); ++i) {
    if (!IsValueIndex(i, request.arguments.size())) continue;
    const LogicalType& type = request.arguments[i].type;
    // The first value gives its nullability too; the initial NULL does not count.
    const auto merged = i == 1 ? std::optional<LogicalType>(type) : CommonType(common, type);
    if (!merged) return InvalidError("Illegal mixing of types in CASE or COALESCE statement", request.range);
    common = *merged;
  }
  if (common.Is(TypeRoot::kNull)) {
    return InvalidError("ELSE clause or at least one THEN clause must be non-NULL", request.range);
  }
  return common;
}

bool FitIf(const LogicalType& a, const LogicalType& b) {
  if (a.IsNumeric()) return b.IsNumeric();
  if (a.IsCharacterString()) return b.IsCharacterString();
  if (a.IsBinaryString()) return b.IsBinaryString();
  if (a.IsTimestamp()) return b.IsTimestamp();
  const bool is_plain = a.Is(TypeRoot::kBoolean) || a.Is(TypeRoot::kDate) || a.Is(TypeRoot::kTime);
  return is_plain && a.root() == b.root();
}

// a unless it equals b.
class NullIfKernel final : public Kernel {
 public:
  explicit NullIfKernel(BoundComparison comparison) : comparison_(std::move(comparison)) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    result = arguments[0];
    if (arguments[0].is_null || arguments[1].is_null) return true;
    std::optional<ComparisonOutcome> outcome;
    if (!comparison_.Compare(context, arguments[0], arguments[1], outcome)) return false;
    if (outcome == ComparisonOutcome::kEqual) result = Datum::Null();
    return true;
  }

 private:
  BoundComparison comparison_;
};

}  // namespace

absl::StatusOr<BoundCall> BindCase(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckConditions(request));
  DREY_ASSIGN_OR_RETURN(const LogicalType type, CommonBranchType(request));
  BoundCall call{.type = type, .lazy_kernel = std::make_shared<CaseKernel>()};
  for (size_t i = 0; i < request.arguments.size(); ++i) {
    const LogicalType& argument = request.arguments[i].type;
    if (!IsValueIndex(i, request.arguments.size())) {
      call.argument_types.push_back(LogicalType::Boolean().WithNullable(argument.nullable()));
      continue;
    }
    DREY_RETURN_IF_ERROR(CheckBranchCast(argument, type, request));
    call.argument_types.push_back(type.WithNullable(argument.nullable()));
  }
  return call;
}

absl::StatusOr<BoundCall> BindIf(const BindRequest& request) {
  if (request.arguments.size() != 3) return WrongArgumentCount(request, "3");
  for (const Argument& argument : request.arguments) {
    if (IsUntypedNull(argument)) return IllegalUseOfNull(argument);
  }
  const LogicalType& condition = request.arguments[0].type;
  const LogicalType& a = request.arguments[1].type;
  const LogicalType& b = request.arguments[2].type;
  if (!condition.Is(TypeRoot::kBoolean) || !FitIf(a, b)) return CannotApplyFunction(request, kIfForms);
  // Points in time keep the type of the first.
  if (a.IsTimestamp()) {
    return BoundCall{.type = NullableIfAnyArgumentIs(a, request), .lazy_kernel = std::make_shared<CaseKernel>()};
  }
  const LogicalType type = NullableIfAnyArgumentIs(*CommonType(a, b), request);
  return BoundCall{.type = type,
                   .argument_types = {condition, type.WithNullable(a.nullable()), type.WithNullable(b.nullable())},
                   .lazy_kernel = std::make_shared<CaseKernel>()};
}

absl::StatusOr<BoundCall> BindNullIf(const BindRequest& request) {
  if (request.arguments.size() != 2) return WrongArgumentCount(request, "2");
  const LogicalType& a = request.arguments[0].type;
  const LogicalType& b = request.arguments[1].type;
  if (!AreComparable(a, b)) {
    BindRequest equality = request;
    equality.name = "=";
    return CannotApplyInfix(equality, "'<COMPARABLE_TYPE> = <COMPARABLE_TYPE>'");
  }
  if (a.Is(TypeRoot::kNull)) {
    return InvalidError("ELSE clause or at least one THEN clause must be non-NULL", request.range);
  }
  // Flink 1.20 finds no type for NULL beside an array.
  if (a.Is(TypeRoot::kArray) && request.version < FlinkVersion::k2_3) {
    return InvalidError("Illegal mixing of types in CASE or COALESCE statement", request.range);
  }
  DREY_ASSIGN_OR_RETURN(BoundComparison comparison,
                        BindComparison(a, b, ComparisonKind::kEqual, request.version, request.range));
  return BoundCall{.type = a.AsNullable(),
                   .kernel = std::make_shared<NullIfKernel>(std::move(comparison)),
                   .null_on_null = false};
}

}  // namespace drey
