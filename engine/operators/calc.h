// Filter and projection in one step, as Flink's Calc: rows for which the condition is not TRUE are left out, the others become the
// values of the projections.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/expression/expression_program.h"
#include "engine/operators/operator.h"

namespace drey {

struct CalcDescription {
  BoundExpressionPointer condition = {};  // null: every row
  std::vector<BoundExpressionPointer> projections = {};
  Schema output = {};
  std::string text = {};  // as Flink's plan shows it
};

class CalcSpec final : public OperatorSpec {
 public:
  explicit CalcSpec(CalcDescription description);

  std::string Describe() const override { return description_.text; }
  std::vector<std::string> SharedExpressions() const override;
  std::vector<std::string> NonDeterministicCalls() const override { return program_->NonDeterministicCalls(); }
  const Schema& output() const override { return description_.output; }
  std::unique_ptr<Operator> MakeOperator() const override;
  std::shared_ptr<const ExpressionProgram> program() const { return program_; }
  const CalcDescription& description() const { return description_; }

 private:
  CalcDescription description_;
  std::shared_ptr<const ExpressionProgram> program_;
};

}  // namespace drey
