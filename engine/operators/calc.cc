#include "engine/operators/calc.h"

#include <utility>

#include "engine/base/text.h"
#include "engine/expression/boxed_condition.h"

namespace drey {
namespace {

std::vector<BoundExpressionPointer> Roots(const CalcDescription& description) {
  std::vector<BoundExpressionPointer> roots = description.projections;
  if (description.condition) roots.push_back(UnboxedCondition(description.condition, ConditionPlace::kFilter));
  return roots;
}

class Calc final : public Operator {
 public:
  Calc(const CalcDescription& description, std::shared_ptr<const ExpressionProgram> program)
      : description_(description), evaluator_(std::move(program)) {}

  absl::Status Process(RowBatch&& batch, const EvaluationContext& environment, Collector& out) override {
    const size_t input_width = batch.width();
    const std::span<const Datum> input = batch.ReplaceCells(description_.projections.size());
    CallContext context(batch.arena(), environment);
    keep_.assign(batch.size(), true);
    bool drops = false;
    for (size_t i = 0; i < batch.size(); ++i) {
      if (batch.has_errors() && batch.error(i) != nullptr) continue;
      evaluator_.SetRow(input.subspan(i * input_width, input_width), context);
      keep_[i] = ProcessRow(batch, i, context);
      drops |= !keep_[i];
    }
    if (drops) batch.KeepRows(keep_);
    return out.Collect(std::move(batch));
  }

 private:
  // False when the row is filtered out; a failed row stays, with its error.
  bool ProcessRow(RowBatch& batch, size_t i, CallContext& context) {
    const std::span<Datum> cells = batch.row(i);
    if (description_.condition) {
      Datum condition;
      if (!evaluator_.Evaluate(cells.size(), condition)) {
        Fail(batch, i, context, "");
        return true;
      }
      if (condition.is_null || !condition.boolean()) return false;
    }
    for (size_t column = 0; column < cells.size(); ++column) {
      if (evaluator_.Evaluate(column, cells[column])) continue;
      Fail(batch, i, context, description_.output.columns[column].name);
      return true;
    }
    return true;
  }

  static void Fail(RowBatch& batch, size_t i, CallContext& context, const std::string& column) {
    RowError error = context.TakeFailure();
    error.field = column;
    batch.SetError(i, std::move(error));
  }

  const CalcDescription& description_;
  ExpressionEvaluator evaluator_;
  std::vector<bool> keep_;
};

}  // namespace

CalcSpec::CalcSpec(CalcDescription description)
    : description_(std::move(description)), program_(std::make_shared<const ExpressionProgram>(Roots(description_))) {}

std::vector<std::string> CalcSpec::SharedExpressions() const {
  std::vector<std::string> shared;
  for (const ExpressionProgram::NodeDescription& node : program_->Describe()) {
    if (node.uses > 1) shared.push_back(Concat("#", node.id, " = ", node.text, ", used ", node.uses, " times"));
  }
  return shared;
}

std::unique_ptr<Operator> CalcSpec::MakeOperator() const { return std::make_unique<Calc>(description_, program_); }

}  // namespace drey
