// From a query's syntax to a logical plan over the tables and views of a catalog.
//
// Every clause is planned or refused by name and place; nothing is ignored. Failures carry Flink's messages.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/catalog/catalog.h"
#include "engine/expression/binder.h"
#include "engine/expression/scope.h"
#include "engine/plan/logical_plan.h"
#include "engine/plan/query_names.h"
#include "engine/plan/query_tables.h"
#include "engine/plan/settings.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

class QueryPlanner {
 public:
  QueryPlanner(const Catalog& catalog, FlinkVersion version, RuntimeMode mode = RuntimeMode::kBatch)
      : catalog_(catalog),
        version_(version),
        mode_(mode),
        current_catalog_(catalog.current_catalog()),
        current_database_(catalog.current_database()) {}

  absl::StatusOr<LogicalPlanPointer> Plan(const Query& query);

  // The query of a view: an order that cannot be is refused where the view is read.
  // `names`, where it is not null, is told what the names of the query mean.
  absl::StatusOr<LogicalPlanPointer> PlanDefinition(const Query& query, QueryNames* names = nullptr);

  // The names of UPDATE and DELETE: the plan of the table that is read, once its columns, values and the condition are found right.
  absl::StatusOr<LogicalPlanPointer> PlanModification(const ModifyTable& modify);

 private:
  // A query without its LIMIT. The plan of ORDER BY depends on whether its first item is a time attribute, which may be a column that is not
  // selected.
  struct Body {
    LogicalPlanPointer plan = {};
    bool is_ordered_by_time = false;
  };
  struct SelectColumns {
    std::vector<BoundExpressionPointer> expressions = {};
    std::vector<std::string> names = {};

    Schema ToSchema() const;
  };
  // Queries of WITH that are visible, innermost last.
  struct NamedQuery {
    std::string name;
    LogicalPlanPointer plan;
  };

  absl::StatusOr<LogicalPlanPointer> PlanQuery(const Query& query);
  absl::StatusOr<Body> PlanBody(const Query& query);
  static absl::StatusOr<Body> BodyOf(absl::StatusOr<LogicalPlanPointer> plan);
  absl::Status CheckStarHasTables(const Query& query) const;
  absl::StatusOr<LogicalPlanPointer> PlanExplicitTable(const Query& query);
  absl::StatusOr<LogicalPlanPointer> RefuseOrder(const Query& query, Body body) const;
  absl::StatusOr<LogicalPlanPointer> AddLimit(const Query& query, LogicalPlanPointer plan) const;

  // `order_by` is that of the query, whose items see the tables of FROM.
  absl::StatusOr<Body> PlanSelect(const Select& select, SourceRange range, const std::vector<OrderItem>& order_by);
  absl::StatusOr<QueryTables> PlanTablesOf(const Select& select);
  absl::StatusOr<SelectColumns> BindItems(const Select& select, const Binder& binder, const Scope& scope);
  // What the select has that drey does not run, beside what it reads.
  absl::Status UnsupportedIn(const Select& select, const std::vector<BoundExpressionPointer>& expressions, const QueryTables& from) const;
  absl::Status CheckSubqueries(const Expression& expression, const Scope& outer);
  absl::Status CheckSubquery(const Query& query, const Scope& outer, size_t columns);
  QueryContext ContextOf(const Select& select);

  absl::StatusOr<QueryTables> PlanFrom(const TableReference* reference);
  absl::StatusOr<QueryTables> PlanFromOf(const TableReference& reference);
  absl::StatusOr<QueryTables> PlanNamedFrom(const TableReference& reference);
  absl::StatusOr<QueryTables> PlanJoined(const TableReference& join);
  absl::StatusOr<QueryTables> PlanTableFunction(const TableReference& reference);
  absl::Status CheckTableFunction(const Expression& call, const Scope& scope) const;
  absl::StatusOr<LogicalPlanPointer> PlanTableName(const TableReference& reference);
  absl::StatusOr<LogicalPlanPointer> PlanView(const CatalogView& view);
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
  bool is_joined_ = false;  // the right table of a join is being planned
  QueryNames* names_ = nullptr;
  std::map<const Query*, absl::StatusOr<Schema>> columns_of_subqueries_;  // of those that were checked; planned twice, nesting would cost 2^depth
  int query_depth_ = 0;  // 1: the query that was asked for
};

// Names as Calcite makes them unique: a, a → a, a0.
std::vector<std::string> MakeNamesUnique(std::vector<std::string> names);

}  // namespace drey
