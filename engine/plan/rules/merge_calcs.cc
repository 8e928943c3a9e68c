#include "engine/plan/rules/merge_calcs.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/expression/binder.h"

namespace drey {

std::vector<LogicalPlanPointer> SplitUnions(const LogicalPlanPointer& plan) {
  if (plan->inputs.empty() || plan->kind == LogicalPlan::Kind::kUnsupported) return {plan};
  std::vector<LogicalPlanPointer> queries;
  for (const LogicalPlanPointer& input : plan->inputs) {
    for (LogicalPlanPointer& query : SplitUnions(input)) {
      if (plan->kind != LogicalPlan::Kind::kUnionAll) {
        auto over = std::make_shared<LogicalPlan>(*plan);
        over->inputs = {std::move(query)};
        query = std::move(over);
      }
      queries.push_back(std::move(query));
    }
  }
  return queries;
}

namespace {

// Projections over projections hold each other. What walks an expression calls itself for each level.
constexpr size_t kHighestExpression = 2000;

// How high the tree becomes when its inputs are replaced by trees of these heights.
size_t HeightOf(const BoundExpression& expression, const std::vector<size_t>& inputs) {
  if (expression.kind == BoundExpression::Kind::kInput) return inputs[expression.index];
  size_t highest = 0;
  for (const BoundExpressionPointer& operand : expression.operands) highest = std::max(highest, HeightOf(*operand, inputs));
  return highest + 1;
}

struct Merging {
  MergedCalc calc;
  std::vector<size_t> heights;  // of its projections
};

absl::StatusOr<BoundExpressionPointer> Over(const BoundExpressionPointer& expression, const Merging& below) {
  if (HeightOf(*expression, below.heights) > kHighestExpression) {
    return UnsupportedError(Concat("an expression that is nested more than ", kHighestExpression, " levels deep through the columns it uses"),
                            expression->range);
  }
  return ReplaceInputs(expression, below.calc.projections);
}

// The rows of `outer` of the rows of `inner`.
RowLimit Within(const std::optional<RowLimit>& inner, RowLimit outer) {
  if (!inner) return outer;
  RowLimit both = {.offset = inner->offset + outer.offset, .fetch = outer.fetch, .range = outer.range};
  if (inner->fetch) {
    const int64_t left = std::max<int64_t>(*inner->fetch - outer.offset, 0);
    both.fetch = outer.fetch ? std::min(*outer.fetch, left) : left;
  }
  return both;
}

absl::StatusOr<Merging> Merge(const LogicalPlanPointer& plan, FlinkVersion version) {
  if (plan->kind == LogicalPlan::Kind::kScan || plan->kind == LogicalPlan::Kind::kValues) {
    Merging leaf{.calc = {.leaf = plan}, .heights = std::vector<size_t>(plan->schema.size(), 1)};
    for (size_t i = 0; i < plan->schema.size(); ++i) {
      leaf.calc.projections.push_back(MakeInput(i, plan->schema.columns[i].name, plan->schema.type(i), plan->range));
    }
    return leaf;
  }
  if (plan->kind == LogicalPlan::Kind::kUnsupported) return RefusalOf(*plan);
  if (plan->kind == LogicalPlan::Kind::kUnionAll) return BugError("a union where there should be none", plan->range);
  DREY_ASSIGN_OR_RETURN(Merging merging, Merge(plan->inputs.front(), version));
  if (plan->kind == LogicalPlan::Kind::kLimit) {
    const bool is_next_to_leaf = !merging.calc.limit && !merging.calc.condition;
    if (is_next_to_leaf && plan->fetch && plan->offset + *plan->fetch < kAssumedRows) merging.calc.leaf_limit = plan->offset + *plan->fetch;
    merging.calc.limit = Within(merging.calc.limit, {plan->offset, plan->fetch, plan->range});
    return merging;
  }
  if (plan->kind == LogicalPlan::Kind::kFilter) {
    if (TruthOf(*plan->condition) == true) return merging;
    if (merging.calc.limit) return UnsupportedError("WHERE over a query with LIMIT", plan->condition->range);
    DREY_ASSIGN_OR_RETURN(BoundExpressionPointer condition, Over(plan->condition, merging));
    if (merging.calc.condition) {
      const SourceRange range = condition->range;
      DREY_ASSIGN_OR_RETURN(condition, BindFunction("AND", {merging.calc.condition, std::move(condition)}, range, version));
    }
    merging.calc.condition = std::move(condition);
    return merging;
  }
  std::vector<BoundExpressionPointer> projections;
  std::vector<size_t> heights;
  for (const BoundExpressionPointer& expression : plan->expressions) {
    DREY_ASSIGN_OR_RETURN(BoundExpressionPointer projection, Over(expression, merging));
    projections.push_back(std::move(projection));
    heights.push_back(HeightOf(*expression, merging.heights));
  }
  merging.calc.projections = std::move(projections);
  merging.heights = std::move(heights);
  return merging;
}

}  // namespace

absl::StatusOr<MergedCalc> MergeCalcs(const LogicalPlanPointer& plan, FlinkVersion version) {
  DREY_ASSIGN_OR_RETURN(Merging merging, Merge(plan, version));
  MergedCalc& calc = merging.calc;
  for (BoundExpressionPointer& projection : calc.projections) {
    DREY_ASSIGN_OR_RETURN(projection, WithAbsentItem(projection, version));
  }
  return std::move(calc);
}

}  // namespace drey
