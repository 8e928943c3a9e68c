#include "engine/plan/rules/self_comparison.h"

#include <array>
#include <memory>
#include <optional>
#include <string_view>

namespace drey {
namespace {

struct SelfComparison {
  std::string_view name;
  bool answer;
};

constexpr std::array<SelfComparison, 8> kSelfComparisons = {{{"=", true},
                                                             {"<=", true},
                                                             {">=", true},
                                                             {"<>", false},
                                                             {"<", false},
                                                             {">", false},
                                                             {"IS NOT DISTINCT FROM", true},
                                                             {"IS DISTINCT FROM", false}}};

std::optional<bool> AnswerOf(const BoundExpression& expression) {
  if (expression.kind != BoundExpression::Kind::kCall || expression.operands.size() != 2) return std::nullopt;
  for (const SelfComparison& comparison : kSelfComparisons) {
    if (expression.name == comparison.name) return comparison.answer;
  }
  return std::nullopt;
}

bool SameLiteral(const BoundExpression& a, const BoundExpression& b) {
  if (a.value.is_null || b.value.is_null) return a.value.is_null && b.value.is_null;
  if (a.type.IsInteger() || a.type.Is(TypeRoot::kBoolean)) return a.value.integer == b.value.integer;
  if (a.type.Is(TypeRoot::kDouble)) return a.value.floating == b.value.floating;
  if (a.type.IsCharacterString()) return a.value.view() == b.value.view();
  return false;
}

// Whether both give the same value for every row. False where that is not known.
bool SameExpression(const BoundExpression& a, const BoundExpression& b) {
  if (a.kind != b.kind || !(a.type == b.type) || a.operands.size() != b.operands.size()) return false;
  switch (a.kind) {
    case BoundExpression::Kind::kInput:
      return a.index == b.index;
    case BoundExpression::Kind::kLiteral:
      return SameLiteral(a, b);
    case BoundExpression::Kind::kSymbol:
      return a.name == b.name;
    case BoundExpression::Kind::kField:
      if (a.index != b.index) return false;
      break;
    case BoundExpression::Kind::kCall:
      if (a.name != b.name || !a.call->deterministic) return false;
      break;
  }
  for (size_t i = 0; i < a.operands.size(); ++i) {
    if (!SameExpression(*a.operands[i], *b.operands[i])) return false;
  }
  return true;
}

class Answer final : public Kernel {
 public:
  explicit Answer(bool answer) : answer_(answer) {}

  bool Call(CallContext&, std::span<const Datum>, Datum& result) const override {
    result = Datum::Boolean(answer_);
    return true;
  }

 private:
  bool answer_;
};

}  // namespace

BoundExpressionPointer AnswerSelfComparison(const BoundExpressionPointer& expression) {
  const std::optional<bool> answer = AnswerOf(*expression);
  if (!answer || !SameExpression(*expression->operands[0], *expression->operands[1])) return expression;
  auto call = std::make_shared<BoundCall>(*expression->call);
  call->kernel = std::make_shared<Answer>(*answer);
  auto answered = std::make_shared<BoundExpression>(*expression);
  answered->call = std::move(call);
  return answered;
}

}  // namespace drey
