#include "engine/compiler/explain.h"

#include <deque>
#include <vector>

#include "engine/job/job_graph.h"
#include "engine/plan/flink_explain.h"

namespace drey {
namespace {

// The INSERTs that the statement runs; empty for other statements.
std::vector<const Statement*> InsertsOf(const Statement& statement) {
  std::vector<const Statement*> inserts;
  if (statement.As<Insert>() != nullptr) inserts.push_back(&statement);
  if (const auto* set = statement.As<StatementSet>()) {
    for (const Statement& member : set->inserts) inserts.push_back(&member);
  }
  return inserts;
}

}  // namespace

absl::StatusOr<std::string> ExplainStatement(Session& session, const Statement& statement) {
  DREY_ASSIGN_OR_RETURN(const RuntimeMode mode, session.Mode());
  if (const auto* select = statement.As<SelectStatement>()) {
    DREY_ASSIGN_OR_RETURN(const LogicalPlanPointer plan, session.BindQuery(*select->query));
    DREY_ASSIGN_OR_RETURN(const std::vector<Pipeline> pipelines, session.PlanQueryPipelines(plan));
    return ExplainQuery(plan, ShownBranchesOf(pipelines), session.version(), mode);
  }
  std::deque<InsertPlan> plans;
  std::vector<ExplainedInsert> explained;
  for (const Statement* insert : InsertsOf(statement)) {
    DREY_ASSIGN_OR_RETURN(InsertPlan plan, session.BindInsert(*insert->As<Insert>(), insert->range));
    plans.push_back(std::move(plan));
    DREY_ASSIGN_OR_RETURN(const std::vector<Pipeline> pipelines, session.PlanInsertPipelines(plans.back()));
    explained.push_back({plans.back(), ShownBranchesOf(pipelines)});
  }
  if (const auto* create = statement.As<CreateTable>(); create != nullptr && create->query) {
    DREY_ASSIGN_OR_RETURN(InsertPlan plan, session.BindTableAs(*create, statement.range, nullptr, ""));
    plans.push_back(std::move(plan));
    DREY_ASSIGN_OR_RETURN(const std::vector<Pipeline> pipelines, session.PlanInsertPipelines(plans.back()));
    explained.push_back({plans.back(), ShownBranchesOf(pipelines)});
  }
  if (explained.empty()) return UnsupportedError("EXPLAIN of anything but queries and INSERTs", statement.range);
  return ExplainInserts(explained, session.version(), mode);
}

}  // namespace drey
