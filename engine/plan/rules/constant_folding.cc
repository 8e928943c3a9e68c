#include "engine/plan/rules/constant_folding.h"

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/expression/expression_program.h"
#include "engine/functions/cast/cast_kernel.h"
#include "engine/functions/operator_check.h"
#include "engine/plan/rules/self_comparison.h"
#include "engine/types/java_string.h"
#include "engine/types/timestamp.h"
#include "engine/types/timestamp_text.h"

namespace drey {
namespace {

// Calcite divides literals itself, whatever their type.
bool DividesByZero(const BoundExpression& expression) {
  if (expression.name != "/" || expression.operands.size() != 2) return false;
  const BoundExpression* divisor = expression.operands[1].get();
  while (divisor->name == "CAST" && divisor->operands.size() == 1) divisor = divisor->operands[0].get();
  if (!divisor->IsLiteral() || divisor->value.is_null) return false;
  if (divisor->type.Is(TypeRoot::kDouble)) return divisor->value.floating == 0;
  return (divisor->type.IsInteger() || (divisor->type.Is(TypeRoot::kDecimal) && divisor->type.precision() <= 18)) &&
         divisor->value.integer == 0;
}

constexpr int kLongestJavaText = INT32_MAX - 8;  // jdk.internal.util.ArraysSupport.SOFT_MAX_ARRAY_LENGTH

// A CHAR literal has its length, also where a call has made another one: UPPER('ß').
Datum WithLength(const Datum& text, int length, Arena& arena) {
  const std::string_view whole = text.view();
  size_t end = 0;
  int characters = 0;
  for (; end < whole.size() && characters < length; ++characters) NextCodePoint(whole, end);
  if (end < whole.size()) return Datum::Text(whole.substr(0, end));
  // A type counts UTF-16 units.
  const auto missing = length - static_cast<int>(ToUtf16(whole).size());
  return missing <= 0 ? text : Datum::Text(arena.Copy(Concat(whole, std::string(static_cast<size_t>(missing), ' '))));
}

absl::Status Refused(std::string_view flink_class, std::string_view message, SourceRange range) {
  return WithFlinkClass(InvalidError(message, range), flink_class);
}

// Calcite holds a date or time as text that it checks: what Flink computed may not look like one.
absl::Status CheckLiteralText(const LogicalType& type, const Datum& value, SourceRange range) {
  std::string text;
  if (type.Is(TypeRoot::kTime) && value.integer < 0) {
    AppendClock(value.integer / kMillisecondsPerSecond, text);
    return Refused("java.lang.IllegalArgumentException", Concat("Invalid time format: [", text, "]"), range);
  }
  if (!type.Is(TypeRoot::kDate)) return absl::OkStatus();
  AppendDate(value.integer, text);
  if (text.find_first_not_of("0123456789-") == std::string::npos && text.size() == 10 && text.find('-') == 4) return absl::OkStatus();
  return Refused("java.lang.IllegalArgumentException", Concat("Invalid date format: [", text, "]"), range);
}

// A call that fails stays a call: it fails when the job runs, as in Flink. One whose code does not compile fails at once.
absl::StatusOr<BoundExpressionPointer> Evaluate(const BoundExpressionPointer& expression, const EvaluationContext& environment) {
  if (expression->type.Is(TypeRoot::kChar) && expression->type.length() > kLongestJavaText) {
    // The length without end is no reason to pad; the literal then is padded to it.
    if (expression->type.length() < LogicalType::kMaxLength) return expression;
    return Refused("java.lang.OutOfMemoryError", "Required length exceeds implementation limit", expression->range);
  }
  Arena arena;
  CallContext context(arena, environment);
  ExpressionEvaluator evaluator(std::make_shared<const ExpressionProgram>(std::vector<BoundExpressionPointer>{expression}));
  evaluator.SetRow({}, context);
  Datum value;
  if (!evaluator.Evaluate(0, value)) {
    const RowError& failure = context.failure();
    if (failure.flink_class != kCompileException) return expression;
    return Refused(failure.flink_class, failure.message, expression->range);
  }
  // A literal is a Java String, whatever its bytes were.
  if (expression->type.IsCharacterString() && !value.is_null) value = Datum::Text(JavaString(value, arena));
  if (expression->type.Is(TypeRoot::kChar) && !value.is_null) value = WithLength(value, expression->type.length(), arena);
  if (expression->type.IsBinaryString() && !value.is_null) {
    value = Datum::Text(value.view().substr(0, static_cast<size_t>(expression->type.length())));
  }
  if (!value.is_null) DREY_RETURN_IF_ERROR(CheckLiteralText(expression->type, value, expression->range));
  // … and a number is a BigDecimal, which has no -0.
  if (expression->type.Is(TypeRoot::kDouble) && value.floating == 0) value.floating = 0;
  if (expression->type.Is(TypeRoot::kFloat) && value.single == 0) value.single = 0;
  return MakeLiteral(expression->type, value, expression->range);
}

// A type whose values can be copied out of the evaluation.
bool IsPlainType(const LogicalType& type) {
  return !type.Is(TypeRoot::kSymbol) && !type.Is(TypeRoot::kJsonDocument) && !type.Is(TypeRoot::kRaw) && !type.Is(TypeRoot::kNull) &&
         !type.Is(TypeRoot::kVariant);
}

bool IsEquality(const BoundExpression& expression) {
  constexpr std::array<std::string_view, 6> kNames = {"=", "<>", "!=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM", "NULLIF"};
  return expression.kind == BoundExpression::Kind::kCall && expression.operands.size() == 2 &&
         std::find(kNames.begin(), kNames.end(), expression.name) != kNames.end();
}

// A constant text that a date, a time or a timestamp equals or not is read while planning, whatever else is in the comparison.
absl::Status CheckText(const BoundExpressionPointer& text, const LogicalType& type, const EvaluationContext& environment) {
  if (!text->type.IsCharacterString() || !IsConstant(*text)) return absl::OkStatus();
  if (!type.Is(TypeRoot::kDate) && !type.Is(TypeRoot::kTime) && !type.IsTimestamp()) return absl::OkStatus();
  DREY_ASSIGN_OR_RETURN(const BoundExpressionPointer literal, Evaluate(text, environment));
  if (!literal->IsLiteral() || literal->value.is_null) return absl::OkStatus();
  const auto cast = MakeCastKernel(literal->type, type, CastMode::kImplicit, environment.version);
  if (!cast.ok()) return absl::OkStatus();
  Arena arena;
  CallContext context(arena, environment);
  Datum value;
  if ((*cast)->Call(context, {&literal->value, 1}, value)) return absl::OkStatus();
  return Refused(context.failure().flink_class, context.failure().message, text->range);
}

// What Flink reads while planning, wherever it stands: texts compared with points in time, and casts of literals.
absl::Status CheckParts(const BoundExpressionPointer& expression, const EvaluationContext& environment) {
  for (const BoundExpressionPointer& operand : expression->operands) DREY_RETURN_IF_ERROR(CheckParts(operand, environment));
  if (expression->name == "CAST" && expression->type.Is(TypeRoot::kTime) && expression->operands[0]->IsLiteral()) {
    return Evaluate(expression, environment).status();
  }
  if (!IsEquality(*expression)) return absl::OkStatus();
  DREY_RETURN_IF_ERROR(CheckText(expression->operands[0], expression->operands[1]->type, environment));
  return CheckText(expression->operands[1], expression->operands[0]->type, environment);
}

absl::StatusOr<BoundExpressionPointer> Fold(const BoundExpressionPointer& unanswered, const EvaluationContext& environment) {
  // Whatever is inside: ARRAY[NULL] = ARRAY[NULL] is TRUE, though the arrays are not equal.
  const BoundExpressionPointer expression = AnswerSelfComparison(unanswered);
  if (expression->operands.empty() && expression->kind != BoundExpression::Kind::kCall) return expression;
  if (IsConstant(*expression) && IsPlainType(expression->type)) {
    if (DividesByZero(*expression)) {
      return WithFlinkClass(InvalidError("Division by zero", expression->range), "java.lang.ArithmeticException");
    }
    DREY_ASSIGN_OR_RETURN(const BoundExpressionPointer folded, Evaluate(expression, environment));
    if (folded != expression) return folded;
  }
  std::shared_ptr<BoundExpression> copy;
  for (size_t i = 0; i < expression->operands.size(); ++i) {
    DREY_ASSIGN_OR_RETURN(BoundExpressionPointer folded, Fold(expression->operands[i], environment));
    if (folded == expression->operands[i]) continue;
    if (!copy) copy = std::make_shared<BoundExpression>(*expression);
    copy->operands[i] = std::move(folded);
  }
  return AnswerSelfComparison(copy ? BoundExpressionPointer(std::move(copy)) : expression);
}

}  // namespace

absl::StatusOr<BoundExpressionPointer> FoldConstants(const BoundExpressionPointer& expression, const EvaluationContext& environment) {
  DREY_RETURN_IF_ERROR(CheckParts(expression, environment));
  return Fold(expression, environment);
}

}  // namespace drey
