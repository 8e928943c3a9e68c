#include "engine/plan/values_rows.h"

#include <memory>
#include <utility>
#include <vector>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/expression/binder.h"
#include "engine/types/type_merging.h"

namespace drey {

absl::StatusOr<LogicalPlanPointer> PlanValues(const Query& query, FlinkVersion version) {
  auto plan = std::make_shared<LogicalPlan>();
  plan->kind = LogicalPlan::Kind::kValues;
  plan->range = query.range;
  const Scope no_columns;
  const Binder binder(no_columns, version);
  for (const Expression& row : query.rows) {
    std::vector<BoundExpressionPointer> cells;
    const bool is_row = row.IsCall("ROW");
    const size_t count = is_row ? row.operands.size() : 1;
    for (size_t i = 0; i < count; ++i) {
      DREY_ASSIGN_OR_RETURN(BoundExpressionPointer cell, binder.Bind(is_row ? row.operands[i] : row));
      cells.push_back(std::move(cell));
    }
    if (!plan->rows.empty() && plan->rows.front().size() != cells.size()) {
      return SqlValidatorError("Values passed to VALUES operator must have compatible types", query.range);
    }
    plan->rows.push_back(std::move(cells));
  }
  for (size_t column = 0; column < plan->rows.front().size(); ++column) {
    LogicalType type = plan->rows.front()[column]->type;
    for (const auto& row : plan->rows) {
      const auto merged = CommonType(type, row[column]->type);
      if (!merged) return SqlValidatorError("Values passed to VALUES operator must have compatible types", query.range);
      type = *merged;
    }
    for (auto& row : plan->rows) {
      DREY_ASSIGN_OR_RETURN(row[column], ImplicitCast(row[column], type, version));
    }
    plan->schema.columns.push_back({Concat("EXPR$", column), type});
  }
  return plan;
}

}  // namespace drey
