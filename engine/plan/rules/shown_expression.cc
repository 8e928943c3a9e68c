#include "engine/plan/rules/shown_expression.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/plan/rules/constant_folding.h"
#include "engine/plan/rules/search_condition.h"
#include "engine/types/type_merging.h"

namespace drey {
namespace {

using Operands = std::vector<BoundExpressionPointer>;

struct Negation {
  std::string_view name;
  std::string_view negated;
};

constexpr std::array<Negation, 12> kNegations = {{{"=", "<>"},
                                                  {"<>", "="},
                                                  {"<", ">="},
                                                  {"<=", ">"},
                                                  {">", "<="},
                                                  {">=", "<"},
                                                  {"IS NULL", "IS NOT NULL"},
                                                  {"IS NOT NULL", "IS NULL"},
                                                  {"IS TRUE", "IS NOT TRUE"},
                                                  {"IS NOT TRUE", "IS TRUE"},
                                                  {"IS FALSE", "IS NOT FALSE"},
                                                  {"IS NOT FALSE", "IS FALSE"}}};

bool IsCall(const BoundExpression& expression) { return expression.kind == BoundExpression::Kind::kCall; }

// Another operator with the same kind of result; without a kernel.
BoundExpressionPointer CallLike(const BoundExpression& call, std::string_view name, Operands operands) {
  auto shown = std::make_shared<BoundExpression>();
  shown->kind = BoundExpression::Kind::kCall;
  shown->type = call.type;
  shown->range = call.range;
  shown->implicit = call.implicit && call.name == name;
  shown->name = std::string(name);
  shown->operands = std::move(operands);
  return shown;
}

BoundExpressionPointer AnyOf(const BoundExpression& in) {
  BoundExpressionPointer result;
  for (size_t i = 1; i < in.operands.size(); ++i) {
    // Literals are compared as they are written.
    const BoundExpressionPointer& element = in.operands[i];
    const bool is_cast_literal = element->implicit && element->operands.front()->IsLiteral();
    BoundExpressionPointer term =
        CallLike(in, "=", {in.operands[0], is_cast_literal ? element->operands.front() : element});
    result = result ? CallLike(in, "OR", {std::move(result), std::move(term)}) : std::move(term);
  }
  return result;
}

BoundExpressionPointer Between(const BoundExpression& between, size_t lower, size_t upper) {
  const Operands& operands = between.operands;
  return CallLike(between, "AND",
                  {CallLike(between, ">=", {operands[0], operands[lower]}), CallLike(between, "<=", {operands[0], operands[upper]})});
}

bool IsComparison(std::string_view name) {
  return name == "=" || name == "<>" || name == "<" || name == "<=" || name == ">" || name == ">=";
}

// Columns of two types of numbers meet in the type of both; null where nothing is cast.
BoundExpressionPointer WithCommonType(const BoundExpression& comparison) {
  const BoundExpressionPointer& a = comparison.operands[0];
  const BoundExpressionPointer& b = comparison.operands[1];
  if (!a->type.IsInteger() || !b->type.IsInteger() || a->IsLiteral() || b->IsLiteral() || a->type.root() == b->type.root()) return nullptr;
  const LogicalType common = *CommonType(a->type, b->type);
  const auto cast = [&](const BoundExpressionPointer& operand) {
    return operand->type.root() == common.root() ? operand : ShownCast(operand, common.WithNullable(operand->type.nullable()));
  };
  return CallLike(comparison, comparison.name, {cast(a), cast(b)});
}

// Null where the call is written as it is.
BoundExpressionPointer Converted(const BoundExpression& call) {
  if (IsComparison(call.name)) return WithCommonType(call);
  if (call.name == "NULLIF") {
    const BoundExpressionPointer null = MakeLiteral(call.type.AsNullable(), Datum::Null(), call.range);
    return CallLike(call, "CASE", {CallLike(call, "=", call.operands), null, call.operands[0]});
  }
  if (call.name == "IN") return AnyOf(call);
  if (call.name == "BETWEEN ASYMMETRIC") return Between(call, 1, 2);
  if (call.name == "BETWEEN SYMMETRIC") return CallLike(call, "OR", {Between(call, 1, 2), Between(call, 2, 1)});
  return nullptr;
}

// What literals alone decide: comparisons, logic and casts; other calls are left to the job.
bool IsDecided(const BoundExpression& expression) {
  if (expression.IsLiteral()) return true;
  if (!IsCall(expression) || !expression.call) return false;
  static constexpr std::array<std::string_view, 14> kNames = {"=",   "<>", "<",  "<=",   ">",  ">=",
                                                              "AND", "OR", "NOT", "CAST", "IN", "BETWEEN ASYMMETRIC",
                                                              "IS NULL", "IS NOT NULL"};
  if (std::find(kNames.begin(), kNames.end(), expression.name) == kNames.end()) return false;
  return std::all_of(expression.operands.begin(), expression.operands.end(),
                     [](const BoundExpressionPointer& operand) { return IsDecided(*operand); });
}

BoundExpressionPointer Negated(const BoundExpression& operand) {
  for (const Negation& negation : kNegations) {
    if (operand.name == negation.name) return CallLike(operand, negation.negated, operand.operands);
  }
  return nullptr;
}

// NOT over AND and OR, and over what has an opposite.
BoundExpressionPointer Opposite(const BoundExpressionPointer& operand) {
  if (IsCall(*operand) && (operand->name == "AND" || operand->name == "OR")) {
    return CallLike(*operand, operand->name == "AND" ? "OR" : "AND", {Opposite(operand->operands[0]), Opposite(operand->operands[1])});
  }
  if (IsCall(*operand) && operand->name == "NOT") return operand->operands.front();
  if (auto negated = IsCall(*operand) ? Negated(*operand) : nullptr) return negated;
  return CallLike(*operand, "NOT", {operand});
}

// name = 'a' compares with a text of the column's type.
BoundExpressionPointer WithTypedText(const BoundExpression& comparison) {
  const BoundExpression& column = *comparison.operands[0];
  const BoundExpression& text = *comparison.operands[1];
  if (column.kind != BoundExpression::Kind::kInput || !column.type.Is(TypeRoot::kVarchar)) return nullptr;
  if (!text.IsLiteral() || text.value.is_null || !text.type.Is(TypeRoot::kChar)) return nullptr;
  auto typed = std::make_shared<BoundExpression>(text);
  typed->type = column.type;
  return CallLike(comparison, comparison.name, {comparison.operands[0], std::move(typed)});
}

// What a condition asks of a BOOLEAN, without the TRUE or FALSE that it is compared with; null for others.
BoundExpressionPointer Truth(const BoundExpression& call) {
  const Operands& operands = call.operands;
  if (call.name == "IS TRUE") return operands[0];
  if (call.name == "=" && TruthOf(*operands[1]) == true) return operands[0];
  if (call.name == "=" && TruthOf(*operands[1]) == false) return Opposite(operands[0]);
  if (call.name == "CASE" && operands.size() == 3 && TruthOf(*operands[1]) == true && TruthOf(*operands[2]) == false) return operands[0];
  return nullptr;
}

bool IsNull(const BoundExpression& expression) { return expression.IsLiteral() && expression.value.is_null; }

BoundExpressionPointer SameOrBothNull(const BoundExpression& call) {
  const auto is_null = [&](size_t operand) { return CallLike(call, "IS NULL", {call.operands[operand]}); };
  return CallLike(call, "OR", {CallLike(call, "AND", {is_null(0), is_null(1)}), CallLike(call, "=", call.operands)});
}

enum class Place : uint8_t { kAsWritten, kProjection, kCondition };

BoundExpressionPointer Shown(const BoundExpressionPointer& expression, Place place, const EvaluationContext& environment) {
  if (!IsCall(*expression)) {
    if (expression->operands.empty()) return expression;
  } else if (place != Place::kAsWritten && IsDecided(*expression) && IsConstant(*expression)) {
    auto folded = FoldConstants(expression, environment);
    if (folded.ok() && (*folded)->IsLiteral()) return *std::move(folded);
  }
  if (IsCall(*expression)) {
    if (const BoundExpressionPointer converted = Converted(*expression)) return Shown(converted, place, environment);
  }
  Operands operands;
  bool changes = false;
  for (const BoundExpressionPointer& operand : expression->operands) {
    operands.push_back(Shown(operand, place, environment));
    changes |= operands.back() != operand;
  }
  BoundExpressionPointer shown = changes ? CallLike(*expression, expression->name, operands) : expression;
  if (place == Place::kAsWritten || !IsCall(*expression)) return shown;
  if (shown->name == "NOT") {
    const BoundExpressionPointer opposite = Opposite(operands.front());
    return place == Place::kCondition ? opposite : WithSearches(opposite);
  }
  if (shown->name == "IS NOT DISTINCT FROM" && operands[1]->IsLiteral() && !operands[1]->value.is_null) {
    return CallLike(*shown, "IS TRUE", {CallLike(*shown, "=", operands)});
  }
  if (shown->name == "IS DISTINCT FROM" && operands[1]->IsLiteral() && !operands[1]->value.is_null) {
    return CallLike(*shown, "IS NOT TRUE", {CallLike(*shown, "=", operands)});
  }
  if (place != Place::kCondition) return WithSearches(shown);
  if (shown->name == "IS NOT DISTINCT FROM") return SameOrBothNull(*shown);
  if (IsComparison(shown->name) && (IsNull(*operands[0]) || IsNull(*operands[1]))) {
    return MakeLiteral(LogicalType::Boolean(), Datum::Null(), shown->range);
  }
  if (const BoundExpressionPointer truth = Truth(*shown)) return truth;
  if (IsComparison(shown->name)) {
    if (auto typed = WithTypedText(*shown)) return typed;
  }
  return shown;
}

}  // namespace

BoundExpressionPointer ConvertedExpression(const BoundExpressionPointer& expression) {
  // A condition of NULL.
  if (expression->type.Is(TypeRoot::kNull)) return MakeLiteral(LogicalType::Boolean(), Datum::Null(), expression->range);
  return Shown(expression, Place::kAsWritten, EvaluationContext());
}

BoundExpressionPointer SimplifiedExpression(const BoundExpressionPointer& expression, const EvaluationContext& environment) {
  return Shown(expression, Place::kProjection, environment);
}

BoundExpressionPointer SimplifiedCondition(const BoundExpressionPointer& expression, const EvaluationContext& environment) {
  return WithSearches(Shown(expression, Place::kCondition, environment));
}

BoundExpressionPointer ShownCast(const BoundExpressionPointer& value, const LogicalType& type) {
  auto cast = std::make_shared<BoundExpression>();
  cast->kind = BoundExpression::Kind::kCall;
  cast->name = "CAST";
  cast->type = type;
  cast->range = value->range;
  cast->operands = {value};
  return cast;
}

}  // namespace drey
