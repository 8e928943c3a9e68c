#include "engine/expression/expression_trace.h"

#include <algorithm>
#include <utility>

namespace drey {

ExpressionTracer::ExpressionTracer(std::vector<BoundExpressionPointer> expressions) : expressions_(std::move(expressions)) {
  std::vector<BoundExpressionPointer> roots;
  for (const BoundExpressionPointer& expression : expressions_) AddParts(expression, 0, parts_.emplace_back(), roots);
  evaluator_ = std::make_unique<ExpressionEvaluator>(std::make_shared<const ExpressionProgram>(roots));
}

void ExpressionTracer::AddParts(const BoundExpressionPointer& expression, int depth, std::vector<Part>& parts,
                                std::vector<BoundExpressionPointer>& roots) {
  const bool constant = expression->kind == BoundExpression::Kind::kLiteral || expression->kind == BoundExpression::Kind::kSymbol;
  if (constant && depth > 0) return;
  parts.push_back({expression.get(), depth, roots.size()});
  roots.push_back(expression);
  // The whole row that a field is taken from explains nothing.
  if (expression->kind == BoundExpression::Kind::kField) return;
  for (const BoundExpressionPointer& operand : expression->operands) AddParts(operand, depth + 1, parts, roots);
}

std::vector<TracedPart> ExpressionTracer::Trace(size_t expression, std::span<const Datum> row, CallContext& context) {
  const std::vector<Part>& parts = parts_[expression];
  evaluator_->SetRow(row, context);
  Datum value = Datum::Null();
  const bool evaluated = evaluator_->Evaluate(parts.front().root, value);
  std::vector<TracedPart> traced;
  for (const Part& part : parts) traced.push_back({part.expression, part.depth});
  if (evaluated) {
    traced.front().state = TracedPart::State::kValue;
    traced.front().value = value;
  }
  bool failed = evaluated;
  // Parts first: the first one that fails is the one that made the whole fail.
  for (size_t i = parts.size(); i-- > (evaluated ? 1 : 0);) {
    const bool computed = evaluator_->IsComputed(parts[i].root);
    if (!computed && failed) continue;
    if (!computed) context.ClearFailure();
    if (evaluator_->Evaluate(parts[i].root, traced[i].value)) {
      traced[i].state = TracedPart::State::kValue;
    } else {
      traced[i].state = TracedPart::State::kFailed;
      failed = true;
    }
  }
  return traced;
}

}  // namespace drey
