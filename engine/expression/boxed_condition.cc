#include "engine/expression/boxed_condition.h"

#include <memory>
#include <string_view>

#include "engine/base/text.h"
#include "engine/expression/expression_equality.h"

namespace drey {
namespace {

bool IsCall(const BoundExpression& expression, std::string_view name, size_t operands) {
  return expression.kind == BoundExpression::Kind::kCall && expression.name == name && expression.operands.size() == operands;
}

// What Calcite's simplification leaves of a condition that counts as false where it is unknown.
const BoundExpressionPointer& WithoutTruths(const BoundExpressionPointer& condition) {
  const auto& operands = condition->operands;
  if (IsCall(*condition, "IS TRUE", 1)) return WithoutTruths(operands[0]);
  if (operands.size() != 2 || condition->kind != BoundExpression::Kind::kCall) return condition;
  const bool keeps_with_true = condition->name == "AND" || condition->name == "=";
  const bool keeps_with_false = condition->name == "OR" || condition->name == "<>";
  for (size_t i = 0; i < 2; ++i) {
    const BoundExpression& other = *operands[1 - i];
    if ((keeps_with_true && TruthOf(other) == true) || (keeps_with_false && TruthOf(other) == false)) return WithoutTruths(operands[i]);
  }
  if ((condition->name == "AND" || condition->name == "OR") && SameExpression(*operands[0], *operands[1])) return WithoutTruths(operands[0]);
  return condition;
}

bool IsBoxed(const BoundExpression& expression) {
  if (expression.kind != BoundExpression::Kind::kCall || !expression.type.Is(TypeRoot::kBoolean) || !expression.type.nullable()) return false;
  return expression.name == "JSON_VALUE" || expression.name == "JSON_EXISTS";
}

// arguments: the value, the document and the path it is of.
class Unboxing final : public Kernel {
 public:
  explicit Unboxing(ConditionPlace place) : place_(place) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    result = arguments[0];
    if (!arguments[0].is_null || arguments[1].is_null || arguments[2].is_null) return true;
    const std::string_view variable = place_ == ConditionPlace::kBranch ? "this.result$6" : "<local7>";
    return context.Fail("java.lang.NullPointerException",
                        Concat("Cannot invoke \"java.lang.Boolean.booleanValue()\" because \"", variable, "\" is null"),
                        "the condition is NULL, which Flink cannot take from JSON_VALUE or JSON_EXISTS; write COALESCE(…, FALSE) around it");
  }

 private:
  ConditionPlace place_;
};

}  // namespace

BoundExpressionPointer UnboxedCondition(const BoundExpressionPointer& condition, ConditionPlace place) {
  const BoundExpressionPointer& value = place == ConditionPlace::kTruthTest ? condition : WithoutTruths(condition);
  if (!IsBoxed(*value)) return condition;
  auto call = std::make_shared<BoundCall>();
  call->type = value->type;
  call->kernel = std::make_shared<Unboxing>(place);
  call->null_on_null = false;
  return MakeCall("UNBOXED CONDITION", std::move(call), {value, value->operands[0], value->operands[1]}, condition->range);
}

std::optional<ConditionPlace> PlaceOfCondition(const BoundExpression& call, size_t operand) {
  const std::string_view name = call.name;
  if (name == "CASE" || name == "IF") {
    const bool is_condition = operand % 2 == 0 && operand + 1 < call.operands.size();
    return is_condition ? std::optional(ConditionPlace::kBranch) : std::nullopt;
  }
  const bool is_test = name == "IS TRUE" || name == "IS NOT TRUE" || name == "IS FALSE" || name == "IS NOT FALSE";
  return is_test ? std::optional(ConditionPlace::kTruthTest) : std::nullopt;
}

}  // namespace drey
