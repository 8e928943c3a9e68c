#include "engine/plan/rules/condition_simplification.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/expression/binder.h"
#include "engine/expression/expression_equality.h"
#include "engine/plan/rules/self_comparison.h"

namespace drey {
namespace {

// `changed`: whether it is another expression for Calcite, to which two operands of AND or OR are the same in either order: a call around
// them takes them over only then.
struct Simplified {
  BoundExpressionPointer expression;
  bool changed = false;
};

UnknownAs Negated(UnknownAs unknown_as) {
  if (unknown_as == UnknownAs::kUnknown) return unknown_as;
  return unknown_as == UnknownAs::kFalse ? UnknownAs::kTrue : UnknownAs::kFalse;
}

bool IsCallOf(const BoundExpression& expression, std::string_view name) {
  return expression.kind == BoundExpression::Kind::kCall && expression.name == name;
}

BoundExpressionPointer Truth(const BoundExpression& condition, bool truth) {
  return MakeLiteral(condition.type, Datum::Boolean(truth), condition.range);
}

BoundExpressionPointer WithOperands(const BoundExpression& call, std::vector<BoundExpressionPointer> operands) {
  auto copy = std::make_shared<BoundExpression>(call);
  copy->operands = std::move(operands);
  return copy;
}

bool IsComparisonWithLiteral(const BoundExpression& expression) {
  constexpr std::array<std::string_view, 8> kNames = {"=", "<>", "<", "<=", ">", ">=", "IN", "NOT IN"};
  if (expression.kind != BoundExpression::Kind::kCall || expression.operands.size() < 2) return false;
  if (std::find(kNames.begin(), kNames.end(), expression.name) == kNames.end()) return false;
  return std::all_of(expression.operands.begin() + 1, expression.operands.end(),
                     [](const BoundExpressionPointer& operand) { return operand->IsLiteral() && !operand->value.is_null; });
}

bool IsNullTest(const BoundExpression& expression) {
  return expression.operands.size() == 1 && (IsCallOf(expression, "IS NULL") || IsCallOf(expression, "IS NOT NULL"));
}

// (i > 0) IS UNKNOWN is i IS NULL to Calcite.
bool IsUnknownTestOfInput(const BoundExpression& expression, std::string_view name) {
  if (!IsCallOf(expression, name) || !IsComparisonWithLiteral(*expression.operands[0])) return false;
  return expression.operands[0]->operands[0]->kind == BoundExpression::Kind::kInput;
}

// What is compared with literals or NULL alone; null where the term is another one.
const BoundExpression* SubjectOf(const BoundExpression& term) {
  return IsComparisonWithLiteral(term) || IsNullTest(term) ? term.operands[0].get() : nullptr;
}

void CollectTerms(const BoundExpressionPointer& expression, std::string_view name, std::vector<BoundExpressionPointer>& terms) {
  if (!IsCallOf(*expression, name)) {
    terms.push_back(expression);
    return;
  }
  for (const BoundExpressionPointer& operand : expression->operands) CollectTerms(operand, name, terms);
}

// Comparisons of one value become one search, where the first of them stands.
bool GroupSearches(std::vector<BoundExpressionPointer>& terms) {
  bool moved = false;
  for (size_t i = 0; i < terms.size(); ++i) {
    const BoundExpression* subject = SubjectOf(*terms[i]);
    if (subject == nullptr) continue;
    size_t end = i + 1;
    for (size_t j = i + 1; j < terms.size(); ++j) {
      const BoundExpression* other = SubjectOf(*terms[j]);
      if (other == nullptr || !SameExpression(*subject, *other)) continue;
      moved |= j != end;
      std::rotate(terms.begin() + static_cast<ptrdiff_t>(end), terms.begin() + static_cast<ptrdiff_t>(j),
                  terms.begin() + static_cast<ptrdiff_t>(j) + 1);
      ++end;
    }
    i = end - 1;
  }
  return moved;
}

class Simplification {
 public:
  explicit Simplification(FlinkVersion version) : version_(version) {}

  // `negated`: inside of NOT, where AND is an OR of the opposites.
  Simplified Simplify(const BoundExpressionPointer& expression, UnknownAs unknown_as, bool negated) const {
    if (expression->kind != BoundExpression::Kind::kCall) return {expression};
    if (expression->operands.size() == 2 && (expression->name == "AND" || expression->name == "OR")) {
      return SimplifyTerms(*expression, unknown_as, negated);
    }
    if (expression->operands.size() == 1) {
      if (expression->name == "NOT") return SimplifyNot(expression, unknown_as, negated);
      if (auto simplified = SimplifyTruthTest(*expression, unknown_as, negated)) return *std::move(simplified);
    }
    return SimplifyOperands(expression);
  }

 private:
  Simplified SimplifyNot(const BoundExpressionPointer& expression, UnknownAs unknown_as, bool negated) const {
    Simplified inner = Simplify(expression->operands[0], Negated(unknown_as), !negated);
    if (inner.expression == expression->operands[0]) return {expression};
    if (const auto truth = TruthOf(*inner.expression)) return {Truth(*expression, !*truth), true};
    return {WithOperands(*expression, {std::move(inner.expression)}), inner.changed};
  }

  // Nothing where the test is one like any other call.
  std::optional<Simplified> SimplifyTruthTest(const BoundExpression& test, UnknownAs unknown_as, bool negated) const {
    const bool is_kept =
        (test.name == "IS TRUE" && unknown_as == UnknownAs::kFalse) || (test.name == "IS NOT FALSE" && unknown_as == UnknownAs::kTrue);
    if (is_kept) return Simplified{Simplify(test.operands[0], unknown_as, negated).expression, true};
    const bool is_opposite =
        (test.name == "IS FALSE" && unknown_as == UnknownAs::kFalse) || (test.name == "IS NOT TRUE" && unknown_as == UnknownAs::kTrue);
    if (!is_opposite) return std::nullopt;
    auto opposite = BindFunction("NOT", {test.operands[0]}, test.range, version_);
    if (!opposite.ok()) return std::nullopt;
    return Simplified{Simplify(*opposite, unknown_as, negated).expression, true};
  }

  Simplified SimplifyOperands(const BoundExpressionPointer& expression) const {
    const bool is_case = expression->name == "CASE";
    std::vector<BoundExpressionPointer> operands = expression->operands;
    bool changed = false;
    for (size_t i = 0; i < operands.size(); ++i) {
      const bool is_condition = is_case && i % 2 == 0 && i + 1 < operands.size();
      Simplified operand = Simplify(operands[i], is_condition ? UnknownAs::kFalse : UnknownAs::kUnknown, false);
      if (!operand.changed) continue;
      operands[i] = std::move(operand.expression);
      changed = true;
    }
    if (!changed) return {expression};
    return {WithOperands(*expression, std::move(operands)), true};
  }

  Simplified SimplifyTerms(const BoundExpression& expression, UnknownAs unknown_as, bool negated) const {
    const bool is_or = expression.name == "OR";
    std::vector<BoundExpressionPointer> terms;
    for (const BoundExpressionPointer& operand : expression.operands) CollectTerms(operand, expression.name, terms);
    const std::vector<BoundExpressionPointer> original = terms;
    bool changed = negated;
    if (is_or != negated) {
      std::stable_partition(terms.begin(), terms.end(), [&](const BoundExpressionPointer& term) { return IsMovedToHead(*term, negated); });
      changed |=
          terms != original && (terms.size() != 2 || std::any_of(terms.begin(), terms.end(), [&](const BoundExpressionPointer& term) {
                                  return IsUnknownTestOfInput(*term, negated ? "IS NOT UNKNOWN" : "IS UNKNOWN");
                                }));
    }
    std::vector<BoundExpressionPointer> kept;
    for (const BoundExpressionPointer& term : terms) {
      Simplified simplified = Simplify(term, unknown_as, negated);
      changed |= simplified.changed;
      const std::optional<bool> truth = KnownTruth(*simplified.expression, unknown_as);
      if (truth == is_or) return {Truth(expression, is_or), true};
      if (!truth) kept.push_back(std::move(simplified.expression));
    }
    if (kept.empty()) return {Truth(expression, !is_or), true};
    changed |= GroupSearches(kept) || kept.size() != original.size();
    BoundExpressionPointer joined = kept.front();
    for (size_t i = 1; i < kept.size(); ++i) joined = WithOperands(expression, {std::move(joined), kept[i]});
    return {std::move(joined), changed};
  }

  static bool IsMovedToHead(const BoundExpression& term, bool negated) {
    return IsCallOf(term, negated ? "IS NOT NULL" : "IS NULL") || IsUnknownTestOfInput(term, negated ? "IS NOT UNKNOWN" : "IS UNKNOWN");
  }

  // Nothing where the term must be looked at.
  static std::optional<bool> KnownTruth(const BoundExpression& term, UnknownAs unknown_as) {
    if (unknown_as == UnknownAs::kFalse && AnswerOfSelfComparison(term) == false) return false;
    const bool is_null = term.IsLiteral() && term.value.is_null;
    if (!is_null) return TruthOf(term);
    if (unknown_as == UnknownAs::kUnknown) return std::nullopt;
    return unknown_as == UnknownAs::kTrue;
  }

  FlinkVersion version_;
};

}  // namespace

BoundExpressionPointer SimplifyConditions(const BoundExpressionPointer& expression, UnknownAs unknown_as, FlinkVersion version) {
  Simplified simplified = Simplification(version).Simplify(expression, unknown_as, false);
  // A filter is replaced by another condition only.
  return simplified.changed || unknown_as == UnknownAs::kUnknown ? std::move(simplified.expression) : expression;
}

}  // namespace drey
