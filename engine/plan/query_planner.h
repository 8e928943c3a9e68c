// From a query's syntax to a logical plan over the tables and views of a catalog.
//
// Every clause is planned or refused by name and place; nothing is ignored. Failures carry Flink's messages.
#pragma once

#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/catalog/catalog.h"
#include "engine/expression/scope.h"
#include "engine/plan/logical_plan.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

class QueryPlanner {
 public:
  QueryPlanner(const Catalog& catalog, FlinkVersion version) : catalog_(catalog), version_(version) {}

  absl::StatusOr<LogicalPlanPointer> Plan(const Query& query);

 private:
  struct From {
    LogicalPlanPointer plan;
    Scope scope;
    // A clause that is not supported; names and types around it are checked all the same.
    absl::Status unsupported = absl::OkStatus();
  };
  // Queries of WITH that are visible, innermost last.
  struct NamedQuery {
    std::string name;
    LogicalPlanPointer plan;
  };

  absl::StatusOr<LogicalPlanPointer> PlanBody(const Query& query);
  absl::StatusOr<LogicalPlanPointer> PlanSelect(const Select& select, SourceRange range);
  absl::StatusOr<LogicalPlanPointer> PlanValues(const Query& query);
  absl::StatusOr<LogicalPlanPointer> PlanSetOperation(const Query& query);
  absl::StatusOr<From> PlanFrom(const TableReference* reference);
  absl::StatusOr<From> PlanJoin(const TableReference& join);
  absl::StatusOr<From> PlanNamedFrom(const TableReference& reference);
  absl::StatusOr<LogicalPlanPointer> PlanTableName(const TableReference& reference);
  absl::StatusOr<LogicalPlanPointer> PlanTable(const CatalogTable& table, const TableReference& reference);
  absl::StatusOr<LogicalPlanPointer> PlanView(const CatalogView& view);
  absl::Status RefuseUnplannedClauses(const Select& select) const;
  absl::StatusOr<BoundExpressionPointer> BindWatermark(const LogicalPlan& plan) const;
  absl::Status NoSuchTable(const Identifier& name) const;

  const Catalog& catalog_;
  FlinkVersion version_;
  std::vector<NamedQuery> named_queries_;
  int view_depth_ = 0;
};

// Names as Calcite makes them unique: a, a → a, a0.
std::vector<std::string> MakeNamesUnique(std::vector<std::string> names);

}  // namespace drey
