#include "engine/plan/rules/constant_folding.h"

#include <memory>
#include <vector>

#include "engine/expression/expression_program.h"

namespace drey {
namespace {

absl::StatusOr<BoundExpressionPointer> Evaluate(const BoundExpressionPointer& expression, const EvaluationContext& environment) {
  Arena arena;
  CallContext context(arena, environment);
  ExpressionEvaluator evaluator(std::make_shared<const ExpressionProgram>(std::vector<BoundExpressionPointer>{expression}));
  evaluator.SetRow({}, context);
  Datum value;
  if (!evaluator.Evaluate(0, value)) {
    const RowError failure = context.TakeFailure();
    return MakeError({.kind = ErrorKind::kInvalid, .range = expression->range, .flink_class = failure.flink_class}, failure.message);
  }
  return MakeLiteral(expression->type, value, expression->range);
}

// A type whose values can be copied out of the evaluation.
bool IsPlainType(const LogicalType& type) {
  return !type.Is(TypeRoot::kSymbol) && !type.Is(TypeRoot::kJsonDocument) && !type.Is(TypeRoot::kRaw) && !type.Is(TypeRoot::kNull);
}

}  // namespace

absl::StatusOr<BoundExpressionPointer> FoldConstants(const BoundExpressionPointer& expression, const EvaluationContext& environment) {
  if (expression->operands.empty() && expression->kind != BoundExpression::Kind::kCall) return expression;
  if (IsConstant(*expression) && IsPlainType(expression->type)) return Evaluate(expression, environment);
  std::shared_ptr<BoundExpression> copy;
  for (size_t i = 0; i < expression->operands.size(); ++i) {
    DREY_ASSIGN_OR_RETURN(BoundExpressionPointer folded, FoldConstants(expression->operands[i], environment));
    if (folded == expression->operands[i]) continue;
    if (!copy) copy = std::make_shared<BoundExpression>(*expression);
    copy->operands[i] = std::move(folded);
  }
  return copy ? BoundExpressionPointer(std::move(copy)) : expression;
}

}  // namespace drey
