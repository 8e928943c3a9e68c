// From a query's syntax to a logical plan over the tables and views of a catalog.
//
// Every clause is planned or refused by name and place; nothing is ignored. Failures carry Flink's messages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/catalog/catalog.h"
#include "engine/expression/binder.h"
#include "engine/expression/scope.h"
#include "engine/plan/logical_plan.h"
#include "engine/plan/query_names.h"
#include "engine/plan/settings.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

class QueryPlanner {
 public:
  QueryPlanner(const Catalog& catalog, FlinkVersion version, RuntimeMode mode = RuntimeMode::kBatch)
      : catalog_(catalog), version_(version), mode_(mode), current_catalog_(catalog.current_catalog()), current_database_(catalog.current_database()) {}

  absl::StatusOr<LogicalPlanPointer> Plan(const Query& query);

  // The query of a view: an order that cannot be is refused where the view is read.
  // `names`, where it is not null, is told what the names of the query mean.
  absl::StatusOr<LogicalPlanPointer> PlanDefinition(const Query& query, QueryNames* names = nullptr);

  // The names of UPDATE and DELETE: the plan of the table that is read, once its columns, values and the condition are found right.
  absl::StatusOr<LogicalPlanPointer> PlanModification(const ModifyTable& modify);

 private:
  struct From {
    LogicalPlanPointer plan;
    Scope scope;
  };
  // Queries of WITH that are visible, innermost last.
  struct NamedQuery {
    std::string name;
    LogicalPlanPointer plan;
  };

  absl::StatusOr<LogicalPlanPointer> PlanQuery(const Query& query);
  absl::StatusOr<LogicalPlanPointer> PlanBody(const Query& query);
  absl::Status CheckStarHasTables(const Query& query) const;
  // `order_by` is that of the query, whose items see the tables of FROM.
  absl::StatusOr<LogicalPlanPointer> PlanSelect(const Select& select, SourceRange range, const std::vector<OrderItem>& order_by);
  absl::Status CheckOrder(const std::vector<OrderItem>& order_by, const Schema& columns, const Scope& tables) const;
  absl::StatusOr<LogicalPlanPointer> RefuseOrder(const Query& query, LogicalPlanPointer plan) const;
  absl::StatusOr<LogicalPlanPointer> AddLimit(const Query& query, LogicalPlanPointer plan) const;
  absl::Status CheckSubqueries(const Expression& expression, const Scope& outer);
  absl::Status CheckSubquery(const Query& query, const Scope& outer, size_t columns);
  QueryContext ContextOf(const Select& select);
  // What the select has that drey does not run, beside what it reads.
  absl::Status UnsupportedIn(const Select& select, const std::vector<BoundExpressionPointer>& expressions, const From& from) const;
  absl::Status CheckWindows(const Expression& expression, const Select& select, const Binder& binder) const;
  absl::StatusOr<LogicalPlanPointer> PlanElements(const BoundExpression& collection, const Schema& columns) const;
  absl::StatusOr<From> PlanUnnest(const TableReference& reference, const Scope& left) const;
  absl::StatusOr<From> PlanTableFunction(const TableReference& reference);
  absl::StatusOr<LogicalPlanPointer> PlanValues(const Query& query);
  absl::StatusOr<LogicalPlanPointer> PlanSetOperation(const Query& query);
  absl::StatusOr<From> PlanFrom(const TableReference* reference);
  absl::StatusOr<From> PlanFromOf(const TableReference& reference);
  absl::StatusOr<From> PlanJoin(const TableReference& join);
  absl::StatusOr<From> PlanNamedFrom(const TableReference& reference);
  absl::StatusOr<LogicalPlanPointer> PlanTableName(const TableReference& reference);
  absl::StatusOr<LogicalPlanPointer> PlanTable(const CatalogTable& table, const TableReference& reference);
  absl::StatusOr<LogicalPlanPointer> PlanView(const CatalogView& view);
  static absl::Status RefuseUnplannedClauses(const Select& select);
  absl::Status CheckTableFunction(const Expression& call, const Scope& scope) const;
  absl::StatusOr<From> PlanWindows(const TableReference& reference, std::string_view name, const From& input, size_t time_column) const;
  // What GROUP BY makes of windows (TUMBLE and its kin) that its input assigns: groups by start and end are windows, others none.
  enum class WindowGroups : uint8_t { kNone, kWindows, kUnknown };
  static WindowGroups WindowGroupsOf(const Select& select, const From& from, FlinkVersion version);
  absl::StatusOr<BoundExpressionPointer> BindWatermark(const LogicalPlan& plan) const;
  absl::Status NoSuchTable(const Identifier& name) const;
  ObjectIdentifier Qualify(std::vector<std::string> path) const;

  const Catalog& catalog_;
  FlinkVersion version_;
  RuntimeMode mode_;
  // What completes names: the session's, inside of a view those of where the view was made.
  std::string current_catalog_;
  std::string current_database_;
  std::vector<NamedQuery> named_queries_;
  int view_depth_ = 0;
  bool ignores_order_ = false;
  bool is_filtered_ = false;  // a query of FROM is being planned whose rows a WHERE filters
  bool is_ordered_by_time_ = false;  // of the select that was planned last
  bool is_joined_ = false;    // the right table of a join is being planned
  QueryNames* names_ = nullptr;
  std::map<const Query*, absl::StatusOr<Schema>> columns_of_subqueries_;  // of those that were checked; planned twice, nesting would cost 2^depth
  int query_depth_ = 0;  // 1: the query that was asked for
};

// Names as Calcite makes them unique: a, a → a, a0.
std::vector<std::string> MakeNamesUnique(std::vector<std::string> names);

}  // namespace drey
