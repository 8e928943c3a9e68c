#include "engine/expression/simplification.h"

#include <memory>
#include <optional>

#include "engine/expression/expression_program.h"

namespace drey {
namespace {

bool IsCallOf(const BoundExpression& expression, std::string_view name) {
  return expression.kind == BoundExpression::Kind::kCall && expression.name == name;
}

// Empty where the condition is not constant, or fails.
std::optional<bool> ConstantCondition(const BoundExpressionPointer& condition, FlinkVersion version) {
  if (!condition->type.Is(TypeRoot::kBoolean) || !IsConstant(*condition)) return std::nullopt;
  Arena arena;
  const EvaluationContext environment{.version = version};
  CallContext context(arena, environment);
  ExpressionEvaluator evaluator(std::make_shared<const ExpressionProgram>(std::vector<BoundExpressionPointer>{condition}));
  evaluator.SetRow({}, context);
  Datum value;
  if (!evaluator.Evaluate(0, value)) return std::nullopt;
  return !value.is_null && value.boolean();
}

// Null where the branch is not known.
const BoundExpression* TakenBranch(const BoundExpression& choice, FlinkVersion version) {
  size_t i = 0;
  for (; i + 1 < choice.operands.size(); i += 2) {
    const auto holds = ConstantCondition(choice.operands[i], version);
    if (!holds) return nullptr;
    if (*holds) return choice.operands[i + 1].get();
  }
  return i < choice.operands.size() ? choice.operands[i].get() : nullptr;
}

// Whether a number stays what it is as a value of the type.
bool KeepsNumber(const LogicalType& number, const LogicalType& type) {
  if (type.IsApproximateNumeric()) return true;
  if (!type.Is(TypeRoot::kDecimal) || number.IsApproximateNumeric()) return false;
  const int scale = number.Is(TypeRoot::kDecimal) ? number.scale() : 0;
  constexpr int kDigitsOfBigint = 19;
  const int precision = number.Is(TypeRoot::kDecimal) ? number.precision() : kDigitsOfBigint;
  return precision - scale <= type.precision() - type.scale();
}

}  // namespace

const BoundExpression& Simplified(const BoundExpression& expression, FlinkVersion version) {
  const BoundExpression* inner = nullptr;
  if (IsCallOf(expression, "CASE")) inner = TakenBranch(expression, version);
  if (IsCallOf(expression, "COALESCE") && !expression.operands.front()->type.nullable()) inner = expression.operands.front().get();
  if (IsCallOf(expression, "CAST") && expression.operands.front()->type.AsNullable() == expression.type.AsNullable()) {
    inner = expression.operands.front().get();
  }
  return inner == nullptr ? expression : Simplified(*inner, version);
}

BoundExpressionPointer NumberAsWritten(const BoundExpressionPointer& operand, const LogicalType& target) {
  if (!target.IsNumeric()) return operand;
  BoundExpressionPointer number = operand;
  while (IsCallOf(*number, "CAST") && (number->type.IsApproximateNumeric() || number->type.Is(TypeRoot::kDecimal))) {
    const BoundExpressionPointer& inner = number->operands.front();
    const BoundExpression* written = inner.get();
    while (IsCallOf(*written, "CAST")) written = written->operands.front().get();
    const bool is_number = written->IsLiteral() && written->type.IsNumeric() && !written->value.is_null;
    if (!is_number || !KeepsNumber(written->type, number->type)) return number;
    number = inner;
  }
  // A fraction does not become an integer without being cut.
  const bool is_cut = target.IsInteger() && !number->type.IsInteger();
  return number->IsLiteral() && !is_cut ? number : operand;
}

}  // namespace drey
