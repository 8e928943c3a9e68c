#include "engine/functions/math/arithmetic_operators.h"

#include "engine/base/text.h"
#include "engine/functions/math/arithmetic_kernel.h"
#include "engine/functions/math/temporal_arithmetic.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operator_check.h"
#include "engine/types/decimal.h"

namespace drey {
namespace {

constexpr std::string_view kPlusForms =
    "'<NUMERIC> + <NUMERIC>'\n'<DATETIME_INTERVAL> + <DATETIME_INTERVAL>'\n'<DATETIME> + <DATETIME_INTERVAL>'\n"
    "'<DATETIME_INTERVAL> + <DATETIME>'";
constexpr std::string_view kMinusForms =
    "'<NUMERIC> - <NUMERIC>'\n'<DATETIME_INTERVAL> - <DATETIME_INTERVAL>'\n'<DATETIME> - <DATETIME_INTERVAL>'";
constexpr std::string_view kTimesForms =
    "'<NUMERIC> * <NUMERIC>'\n'<DATETIME_INTERVAL> * <NUMERIC>'\n'<NUMERIC> * <DATETIME_INTERVAL>'";
constexpr std::string_view kDivideForms = "'<NUMERIC> / <NUMERIC>'\n'<DATETIME_INTERVAL> / <NUMERIC>'";
constexpr std::string_view kModuloForms = "'<EXACT_NUMERIC> % <EXACT_NUMERIC>'";

const LogicalType& TypeOf(const BindRequest& request, size_t i) { return request.arguments[i].type; }

BoundCall Bound(const BindRequest& request, const LogicalType& type, std::shared_ptr<const Kernel> kernel) {
  return BoundCall{.type = NullableIfAnyArgumentIs(type, request), .kernel = std::move(kernel)};
}

// Of intervals of a kind all have the same resolution.
LogicalType IntervalType(const LogicalType& interval) {
  return interval.Is(TypeRoot::kIntervalYearMonth) ? LogicalType::IntervalYearMonth("MONTH")
                                                   : LogicalType::IntervalDayTime("SECOND(3)");
}

BoundCall BindNumeric(const BindRequest& request, ArithmeticOperator op) {
  const LogicalType type = ArithmeticType(op, TypeOf(request, 0), TypeOf(request, 1));
  return Bound(request, type, MakeArithmeticKernel(op, TypeOf(request, 0), TypeOf(request, 1), type, request.version));
}

// The order of Calcite's checks: the operands of the first form, one after the other.
absl::Status RefuseArithmetic(const BindRequest& request, std::string_view forms) {
  for (const Argument& argument : request.arguments) {
    if (IsUntypedNull(argument)) return IllegalUseOfNull(argument);
    if (!argument.type.IsNumeric()) break;
  }
  if (!IsUntypedNull(request.arguments[1])) return CannotApplyInfix(request, forms);
  // The NULL has got the type of the other one by now.
  const Argument twice[] = {request.arguments[0], request.arguments[0]};
  BindRequest typed = request;
  typed.arguments = twice;
  return CannotApplyInfix(typed, forms);
}

bool AreNumeric(const BindRequest& request) { return TypeOf(request, 0).IsNumeric() && TypeOf(request, 1).IsNumeric(); }

bool AreIntervalsOfOneKind(const BindRequest& request) {
  return TypeOf(request, 0).IsInterval() && TypeOf(request, 0).root() == TypeOf(request, 1).root();
}

BoundCall BindIntervals(const BindRequest& request, ArithmeticOperator op) {
  const LogicalType type = IntervalType(TypeOf(request, 0));
  return Bound(request, type, MakeArithmeticKernel(op, type, type, type, request.version));
}

absl::StatusOr<BoundCall> BindPlus(const BindRequest& request) {
  if (AreNumeric(request)) return BindNumeric(request, ArithmeticOperator::kAdd);
  if (AreIntervalsOfOneKind(request)) return BindIntervals(request, ArithmeticOperator::kAdd);
  const LogicalType& a = TypeOf(request, 0);
  const LogicalType& b = TypeOf(request, 1);
  if (IsDateTime(a) && b.IsInterval()) return Bound(request, a, MakeShiftKernel(a, b, false, false));
  if (a.IsInterval() && b.Is(TypeRoot::kTimestampLtz)) {
    return CodeGenError("Unsupported temporal arithmetic.", request.range);
  }
  if (a.IsInterval() && IsDateTime(b)) return Bound(request, b, MakeShiftKernel(b, a, false, true));
  return RefuseArithmetic(request, kPlusForms);
}

absl::StatusOr<BoundCall> BindMinus(const BindRequest& request) {
  if (AreNumeric(request)) return BindNumeric(request, ArithmeticOperator::kSubtract);
  if (AreIntervalsOfOneKind(request)) return BindIntervals(request, ArithmeticOperator::kSubtract);
  const LogicalType& a = TypeOf(request, 0);
  const LogicalType& b = TypeOf(request, 1);
  if (IsDateTime(a) && b.IsInterval()) return Bound(request, a, MakeShiftKernel(a, b, true, false));
  return RefuseArithmetic(request, kMinusForms);
}

absl::StatusOr<BoundCall> BindTimes(const BindRequest& request) {
  if (AreNumeric(request)) return BindNumeric(request, ArithmeticOperator::kMultiply);
  const bool interval_first = TypeOf(request, 0).IsInterval();
  const LogicalType& interval = TypeOf(request, interval_first ? 0 : 1);
  const LogicalType& factor = TypeOf(request, interval_first ? 1 : 0);
  if (!interval.IsInterval() || !factor.IsNumeric()) return RefuseArithmetic(request, kTimesForms);
  const LogicalType type = IntervalType(interval);
  if (!factor.IsInteger()) {
    return CodeGenError(Concat("Unsupported casting from ", factor.ToString(), " to ",
                               type.WithNullable(factor.nullable()).ToString(), "."), request.range);
  }
  return Bound(request, type, MakeArithmeticKernel(ArithmeticOperator::kMultiply, type, type, type, request.version));
}

bool IsConstantZero(const Argument& argument) {
  if (!argument.constant || argument.constant->is_null) return false;
  if (argument.type.Is(TypeRoot::kDouble)) return argument.constant->floating == 0;
  if (argument.type.Is(TypeRoot::kDecimal)) return UnscaledOf(*argument.constant, argument.type.precision()) == 0;
  return argument.type.IsInteger() && argument.constant->integer == 0;
}

absl::StatusOr<BoundCall> BindDivide(const BindRequest& request) {
  if (AreNumeric(request)) {
    // The planner computes a division of literals itself.
    if (request.arguments[0].constant && IsConstantZero(request.arguments[1])) {
      return WithFlinkClass(InvalidError("Division by zero", request.range), "java.lang.ArithmeticException");
    }
    return BindNumeric(request, ArithmeticOperator::kDivide);
  }
  if (TypeOf(request, 0).IsInterval() && TypeOf(request, 1).IsNumeric()) return UnsupportedCall(request);
  return RefuseArithmetic(request, kDivideForms);
}

bool IsExactNumeric(const LogicalType& type) { return type.IsNumeric() && !type.IsApproximateNumeric(); }

absl::StatusOr<BoundCall> BindRemainder(const BindRequest& request) {
  for (const Argument& argument : request.arguments) {
    if (IsUntypedNull(argument)) return IllegalUseOfNull(argument);
  }
  for (const Argument& argument : request.arguments) {
    if (IsExactNumeric(argument.type)) continue;
    return request.name == "%" ? CannotApplyInfix(request, kModuloForms)
                               : CannotApplyFunction(request, "'MOD(<EXACT_NUMERIC>, <EXACT_NUMERIC>)'");
  }
  return BindNumeric(request, ArithmeticOperator::kModulo);
}

std::string NullableText(const LogicalType& type) { return Concat(CalciteTypeText(type), type.nullable() ? "" : " NOT NULL"); }

absl::StatusOr<BoundCall> BindModulo(const BindRequest& request) {
  DREY_ASSIGN_OR_RETURN(BoundCall call, BindRemainder(request));
  // Flink 1.20 validates % as if its result always had the type of the divisor.
  const LogicalType validated = TypeOf(request, 1).WithNullable(call.type.nullable());
  if (request.version < FlinkVersion::k2_3 && !(validated == call.type)) {
    call.refusal = WithFlinkClass(
        InvalidError(Concat("Conversion to relational algebra failed to preserve datatypes:\nvalidated type:\nRecordType(",
                            NullableText(validated), " EXPR$0) NOT NULL\nconverted type:\nRecordType(",
                            NullableText(call.type), " EXPR$0) NOT NULL"),
                     request.range),
        "java.lang.AssertionError");
  }
  return call;
}

absl::StatusOr<BoundCall> BindMod(const BindRequest& request) {
  if (request.arguments.size() != 2) return WrongArgumentCount(request, "2");
  return BindRemainder(request);
}

absl::Status CheckSign(const BindRequest& request, std::string_view symbol) {
  const Argument& argument = request.arguments[0];
  if (IsUntypedNull(argument)) return IllegalUseOfNull(argument);
  if (argument.type.IsNumeric() || argument.type.IsInterval()) return absl::OkStatus();
  return CannotApplyPrefix(request, symbol, Concat("'", symbol, "<NUMERIC>'\n'", symbol, "<DATETIME_INTERVAL>'"));
}

absl::StatusOr<BoundCall> BindNegation(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckSign(request, "-"));
  const LogicalType& type = TypeOf(request, 0);
  return Bound(request, type.IsInterval() ? IntervalType(type) : type, MakeNegationKernel(type));
}

class FirstArgument final : public Kernel {
 public:
  bool Call(CallContext&, std::span<const Datum> arguments, Datum& result) const override {
    result = arguments[0];
    return true;
  }
};

absl::StatusOr<BoundCall> BindPositive(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckSign(request, "+"));
  const LogicalType& type = TypeOf(request, 0);
  return Bound(request, type.IsInterval() ? IntervalType(type) : type, std::make_shared<FirstArgument>());
}

}  // namespace

void RegisterArithmeticOperators(FunctionRegistry& registry) {
  registry.Add({.name = "+",
                .bind = BindPlus,
                .documentation = {.signature = "a + b",
                                  .description = "The sum of two numbers or intervals, or a point in time moved by an interval.",
                                  .example = "1 + 2.5",
                                  .example_result = "3.5"},
                .is_operator = true});
  registry.Add({.name = "-",
                .bind = BindMinus,
                .documentation = {.signature = "a - b",
                                  .description = "The difference of two numbers or intervals, or a point in time moved back.",
                                  .example = "3 - 5",
                                  .example_result = "-2"},
                .is_operator = true});
  registry.Add({.name = "*",
                .bind = BindTimes,
                .documentation = {.signature = "a * b",
                                  .description = "The product of two numbers, or of an interval and a whole number.",
                                  .example = "6 * 7",
                                  .example_result = "42"},
                .is_operator = true});
  registry.Add({.name = "/",
                .bind = BindDivide,
                .documentation = {.signature = "a / b",
                                  .description = "The quotient; of whole numbers it is whole.",
                                  .example = "7 / 2",
                                  .example_result = "3"},
                .is_operator = true});
  registry.Add({.name = "%",
                .bind = BindModulo,
                .documentation = {.signature = "a % b",
                                  .description = "The remainder of a division, with the sign of a.",
                                  .example = "-7 % 3",
                                  .example_result = "-1"},
                .is_operator = true});
  registry.Add({.name = "-/1",
                .bind = BindNegation,
                .documentation = {.signature = "-a",
                                  .description = "The number or interval with the other sign.",
                                  .example = "-(-5)",
                                  .example_result = "5"},
                .is_operator = true});
  registry.Add({.name = "+/1",
                .bind = BindPositive,
                .documentation = {.signature = "+a",
                                  .description = "The number or interval itself.",
                                  .example = "+5",
                                  .example_result = "5"},
                .is_operator = true});
  registry.Add({.name = "MOD",
                .bind = BindMod,
                .documentation = {.signature = "MOD(a, b)",
                                  .description = "The remainder of a / b, with the sign of a.",
                                  .example = "MOD(-7, 3)",
                                  .example_result = "-1"}});
}

}  // namespace drey
