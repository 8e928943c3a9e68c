#include "engine/plan/rules/constant_folding.h"

#include <memory>
#include <vector>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/expression/expression_program.h"
#include "engine/plan/rules/self_comparison.h"
#include "engine/types/java_string.h"

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

// A call that fails stays a call: it fails when the job runs, as in Flink.
BoundExpressionPointer Evaluate(const BoundExpressionPointer& expression, const EvaluationContext& environment) {
  Arena arena;
  CallContext context(arena, environment);
  ExpressionEvaluator evaluator(std::make_shared<const ExpressionProgram>(std::vector<BoundExpressionPointer>{expression}));
  evaluator.SetRow({}, context);
  Datum value;
  if (!evaluator.Evaluate(0, value)) return expression;
  // A literal is a Java String, whatever its bytes were.
  if (expression->type.IsCharacterString() && !value.is_null) value = Datum::Text(JavaString(value, arena));
  if (expression->type.Is(TypeRoot::kChar) && !value.is_null) value = WithLength(value, expression->type.length(), arena);
  // … and a number is a BigDecimal, which has no -0.
  if (expression->type.Is(TypeRoot::kDouble) && value.floating == 0) value.floating = 0;
  if (expression->type.Is(TypeRoot::kFloat) && value.single == 0) value.single = 0;
  return MakeLiteral(expression->type, value, expression->range);
}

// A type whose values can be copied out of the evaluation.
bool IsPlainType(const LogicalType& type) {
  return !type.Is(TypeRoot::kSymbol) && !type.Is(TypeRoot::kJsonDocument) && !type.Is(TypeRoot::kRaw) && !type.Is(TypeRoot::kNull);
}

}  // namespace

absl::StatusOr<BoundExpressionPointer> FoldConstants(const BoundExpressionPointer& unanswered, const EvaluationContext& environment) {
  // Whatever is inside: ARRAY[NULL] = ARRAY[NULL] is TRUE, though the arrays are not equal.
  const BoundExpressionPointer expression = AnswerSelfComparison(unanswered);
  if (expression->operands.empty() && expression->kind != BoundExpression::Kind::kCall) return expression;
  if (IsConstant(*expression) && IsPlainType(expression->type)) {
    if (DividesByZero(*expression)) {
      return WithFlinkClass(InvalidError("Division by zero", expression->range), "java.lang.ArithmeticException");
    }
    const BoundExpressionPointer folded = Evaluate(expression, environment);
    if (folded != expression) return folded;
  }
  std::shared_ptr<BoundExpression> copy;
  for (size_t i = 0; i < expression->operands.size(); ++i) {
    DREY_ASSIGN_OR_RETURN(BoundExpressionPointer folded, FoldConstants(expression->operands[i], environment));
    if (folded == expression->operands[i]) continue;
    if (!copy) copy = std::make_shared<BoundExpression>(*expression);
    copy->operands[i] = std::move(folded);
  }
  return AnswerSelfComparison(copy ? BoundExpressionPointer(std::move(copy)) : expression);
}

}  // namespace drey
