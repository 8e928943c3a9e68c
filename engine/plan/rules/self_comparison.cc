#include "engine/plan/rules/self_comparison.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string_view>

#include "engine/expression/expression_equality.h"

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

std::optional<bool> AnswerOfSelfComparison(const BoundExpression& expression) {
  if (expression.kind != BoundExpression::Kind::kCall || expression.operands.size() != 2) return std::nullopt;
  const auto comparison = std::find_if(kSelfComparisons.begin(), kSelfComparisons.end(),
                                       [&](const SelfComparison& known) { return expression.name == known.name; });
  if (comparison == kSelfComparisons.end() || !SameExpression(*expression.operands[0], *expression.operands[1])) return std::nullopt;
  return comparison->answer;
}

BoundExpressionPointer AnswerSelfComparison(const BoundExpressionPointer& expression) {
  const std::optional<bool> answer = AnswerOfSelfComparison(*expression);
  if (!answer) return expression;
  auto call = std::make_shared<BoundCall>(*expression->call);
  call->kernel = std::make_shared<Answer>(*answer);
  auto answered = std::make_shared<BoundExpression>(*expression);
  answered->call = std::move(call);
  return answered;
}

}  // namespace drey
