#include "engine/plan/rules/search_condition.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/plan/flink_expression_text.h"

namespace drey {
namespace {

using Operands = std::vector<BoundExpressionPointer>;

bool IsCall(const BoundExpression& expression, std::string_view name) {
  return expression.kind == BoundExpression::Kind::kCall && expression.name == name;
}

BoundExpressionPointer MakeShown(std::string_view name, Operands operands) {
  auto call = std::make_shared<BoundExpression>();
  call->kind = BoundExpression::Kind::kCall;
  call->name = std::string(name);
  call->type = LogicalType::Boolean();
  call->operands = std::move(operands);
  return call;
}

BoundExpressionPointer FalseLiteral() { return MakeLiteral(LogicalType::Boolean().AsNotNull(), Datum::Boolean(false), {}); }

long double NumberOf(const BoundExpression& literal) {
  if (literal.type.Is(TypeRoot::kDouble)) return literal.value.floating;
  if (literal.type.Is(TypeRoot::kFloat)) return literal.value.single;
  const int scale = literal.type.Is(TypeRoot::kDecimal) ? literal.type.scale() : 0;
  return static_cast<long double>(literal.value.integer) / std::pow(10.0L, scale);
}

bool HasOrderOfSets(const BoundExpression& literal) {
  if (!literal.IsLiteral() || literal.value.is_null) return false;
  const LogicalType& type = literal.type;
  const bool is_short_decimal = type.Is(TypeRoot::kDecimal) && type.precision() <= 18;
  return type.IsCharacterString() || type.IsInteger() || is_short_decimal || type.IsApproximateNumeric() || type.Is(TypeRoot::kDate) ||
         type.IsTimestamp();
}

bool IsLess(const BoundExpression& a, const BoundExpression& b) {
  if (a.type.IsCharacterString()) return a.value.view() < b.value.view();
  return NumberOf(a) < NumberOf(b);
}

// A comparison of a value with a literal.
struct Term {
  BoundExpressionPointer value;
  std::string_view comparison;
  BoundExpressionPointer literal;
};

std::optional<Term> ReadTerm(const BoundExpression& expression) {
  static constexpr std::string_view kComparisons[] = {"=", "<>", "<", "<=", ">", ">="};
  if (expression.kind != BoundExpression::Kind::kCall || expression.operands.size() != 2) return std::nullopt;
  const auto* const found = std::find(std::begin(kComparisons), std::end(kComparisons), expression.name);
  if (found == std::end(kComparisons) || expression.operands[0]->IsLiteral() || !HasOrderOfSets(*expression.operands[1])) return std::nullopt;
  return Term{expression.operands[0], *found, expression.operands[1]};
}

// A set of values, as what it holds of the line that its literals cut: below the first one, that one, between it and the next …
class IntervalSet {
 public:
  explicit IntervalSet(std::vector<BoundExpressionPointer> literals) : literals_(std::move(literals)), cells_(2 * literals_.size() + 1) {}

  void Hold(std::string_view comparison, const BoundExpression& literal) {
    size_t at = 0;
    while (IsLess(*literals_[at], literal)) ++at;
    const size_t point = 2 * at + 1;
    for (size_t cell = 0; cell < cells_.size(); ++cell) {
      cells_[cell] = cell < point   ? comparison == "<" || comparison == "<=" || comparison == "<>"
                     : cell > point ? comparison == ">" || comparison == ">=" || comparison == "<>"
                                    : comparison == "=" || comparison == "<=" || comparison == ">=";
    }
  }
  void Join(const IntervalSet& other, bool both) {
    for (size_t cell = 0; cell < cells_.size(); ++cell) {
      cells_[cell] = both ? cells_[cell] && other.cells_[cell] : cells_[cell] || other.cells_[cell];
    }
  }

  // Of the value.
  BoundExpressionPointer Shown(const BoundExpressionPointer& value) const {
    const auto count = std::count(cells_.begin(), cells_.end(), true);
    if (count == 0) return FalseLiteral();
    if (static_cast<size_t>(count) == cells_.size()) return MakeShown("IS NOT NULL", {value});
    if (auto simple = Simple(value, static_cast<size_t>(count))) return simple;
    Operands operands = {value};
    std::string text = "Sarg[";
    std::string_view separator;
    for (size_t cell = 0; cell < cells_.size(); ++cell) {
      if (!cells_[cell]) continue;
      size_t last = cell;
      while (last + 1 < cells_.size() && cells_[last + 1]) ++last;
      Append(text, separator);
      AppendInterval(cell, last, text, operands);
      separator = ", ";
      cell = last;
    }
    text.push_back(']');
    operands.push_back(MakeSymbol(std::move(text), {}));
    return MakeShown(kSearch, std::move(operands));
  }

 private:
  static bool IsPoint(size_t cell) { return cell % 2 == 1; }

  // One comparison, where it says the same; else null.
  BoundExpressionPointer Simple(const BoundExpressionPointer& value, size_t count) const {
    const auto first = static_cast<size_t>(std::find(cells_.begin(), cells_.end(), true) - cells_.begin());
    const auto gap = static_cast<size_t>(std::find(cells_.begin(), cells_.end(), false) - cells_.begin());
    if (count == 1 && IsPoint(first)) return MakeShown("=", {value, literals_[first / 2]});
    if (count + 1 == cells_.size() && IsPoint(gap)) return MakeShown("<>", {value, literals_[gap / 2]});
    if (gap == count) return IsPoint(gap) ? MakeShown("<", {value, literals_[gap / 2]}) : MakeShown("<=", {value, literals_[gap / 2 - 1]});
    const bool reaches_end = std::all_of(cells_.begin() + static_cast<ptrdiff_t>(first), cells_.end(), [](bool held) { return held; });
    if (!reaches_end) return nullptr;
    return IsPoint(first) ? MakeShown(">=", {value, literals_[first / 2]}) : MakeShown(">", {value, literals_[first / 2 - 1]});
  }

  // '\0' stands for the next literal of `operands`.
  void AppendInterval(size_t first, size_t last, std::string& text, Operands& operands) const {
    const auto add_literal = [&](size_t literal) {
      operands.push_back(literals_[literal]);
      text.push_back('\0');
    };
    if (first == last && IsPoint(first)) return add_literal(first / 2);
    text.push_back(IsPoint(first) ? '[' : '(');
    if (first == 0) {
      text.append("-∞");
    } else {
      add_literal(IsPoint(first) ? first / 2 : first / 2 - 1);
    }
    text.append("..");
    if (last + 1 == cells_.size()) {
      text.append("+∞");
    } else {
      add_literal(last / 2);
    }
    text.push_back(IsPoint(last) ? ']' : ')');
  }

  std::vector<BoundExpressionPointer> literals_;  // in order, each once
  std::vector<bool> cells_;
};

void CollectOperands(const BoundExpressionPointer& expression, std::string_view junction, Operands& operands) {
  if (!IsCall(*expression, junction)) {
    operands.push_back(expression);
    return;
  }
  for (const BoundExpressionPointer& operand : expression->operands) CollectOperands(operand, junction, operands);
}

// The terms of an expression that has nothing but comparisons of one value in it; false for others.
bool CollectTerms(const BoundExpressionPointer& expression, std::vector<Term>& terms) {
  if (IsCall(*expression, "AND") || IsCall(*expression, "OR")) {
    return std::all_of(expression->operands.begin(), expression->operands.end(),
                       [&](const BoundExpressionPointer& operand) { return CollectTerms(operand, terms); });
  }
  std::optional<Term> term = ReadTerm(*expression);
  if (!term) return false;
  const bool is_same = terms.empty() || PlanText(*terms.front().value, PlanStyle::kAbstract) == PlanText(*term->value, PlanStyle::kAbstract);
  terms.push_back(*std::move(term));
  return is_same;
}

IntervalSet SetOf(const BoundExpressionPointer& expression, const std::vector<BoundExpressionPointer>& literals) {
  IntervalSet set(literals);
  if (const std::optional<Term> term = ReadTerm(*expression)) {
    set.Hold(term->comparison, *term->literal);
    return set;
  }
  set = SetOf(expression->operands[0], literals);
  for (size_t i = 1; i < expression->operands.size(); ++i) {
    set.Join(SetOf(expression->operands[i], literals), expression->name == "AND");
  }
  return set;
}

// All of `group` compare one value.
BoundExpressionPointer JoinGroup(const Operands& group, std::string_view junction) {
  const BoundExpressionPointer joined = group.size() == 1 ? group.front() : MakeShown(junction, group);
  std::vector<Term> terms;
  CollectTerms(joined, terms);
  if (terms.size() == 1) return joined;
  std::vector<BoundExpressionPointer> literals;
  for (const Term& term : terms) literals.push_back(term.literal);
  const auto less = [](const BoundExpressionPointer& a, const BoundExpressionPointer& b) { return IsLess(*a, *b); };
  std::sort(literals.begin(), literals.end(), less);
  literals.erase(std::unique(literals.begin(), literals.end(),
                             [&](const BoundExpressionPointer& a, const BoundExpressionPointer& b) { return !less(a, b) && !less(b, a); }),
                 literals.end());
  return SetOf(joined, literals).Shown(terms.front().value);
}

struct Group {
  std::string value;  // empty: not a comparison
  Operands operands;
};

}  // namespace

BoundExpressionPointer WithSearches(const BoundExpressionPointer& condition) {
  const bool is_and = IsCall(*condition, "AND");
  if (!is_and && !IsCall(*condition, "OR")) return condition;
  const std::string_view junction = is_and ? "AND" : "OR";
  Operands operands;
  CollectOperands(condition, junction, operands);
  std::vector<Group> groups;
  for (const BoundExpressionPointer& operand : operands) {
    std::vector<Term> terms;
    const bool is_comparison = CollectTerms(operand, terms);
    const std::string value = is_comparison ? PlanText(*terms.front().value, PlanStyle::kAbstract) : std::string();
    const auto known = std::find_if(groups.begin(), groups.end(), [&](const Group& group) { return is_comparison && group.value == value; });
    if (known == groups.end()) {
      groups.push_back({value, {operand}});
    } else {
      known->operands.push_back(operand);
    }
  }
  Operands joined;
  for (const Group& group : groups) {
    joined.push_back(group.value.empty() ? WithSearches(group.operands.front()) : JoinGroup(group.operands, junction));
    const BoundExpression& last = *joined.back();
    if (is_and && TruthOf(last) == false) return FalseLiteral();
  }
  return joined.size() == 1 ? joined.front() : MakeShown(junction, std::move(joined));
}

}  // namespace drey
