// How an expression came to its value for one row: the values of its parts, which of them were computed at all, and which one failed.
//
// For explanations (failures of unit tests, `drey why`); rows of a running job are evaluated by ExpressionEvaluator.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/expression/expression_program.h"

namespace drey {

struct TracedPart {
  enum class State : uint8_t {
    kValue,
    kNotComputed,  // a branch that was not taken, or behind a failure; also calls that are not deterministic
    kFailed,       // this part failed, its own parts did not
  };
  const BoundExpression* expression = nullptr;
  int depth = 0;  // 0: the whole expression
  State state = State::kNotComputed;
  Datum value = Datum::Null();  // lives as long as the context's arena and the row
};

// Not thread-safe. Keeps the expressions alive.
class ExpressionTracer {
 public:
  explicit ExpressionTracer(std::vector<BoundExpressionPointer> expressions);

  // Evaluates an expression for the row, and returns it and its parts, each before its own parts; literals and flags are left out.
  // A failure stays in the context.
  std::vector<TracedPart> Trace(size_t expression, std::span<const Datum> row, CallContext& context);

 private:
  struct Part {
    const BoundExpression* expression;
    int depth;
    size_t root;  // of the program
  };

  void AddParts(const BoundExpressionPointer& expression, int depth, std::vector<Part>& parts,
                std::vector<BoundExpressionPointer>& roots);

  std::vector<BoundExpressionPointer> expressions_;
  std::vector<std::vector<Part>> parts_;  // by expression
  std::unique_ptr<ExpressionEvaluator> evaluator_;
};

}  // namespace drey
