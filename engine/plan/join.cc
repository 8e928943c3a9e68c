#include "engine/plan/join.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/plan/plan_traits.h"

namespace drey {
namespace {

ScopeTable WithNullableColumns(ScopeTable table) {
  for (SchemaColumn& column : table.columns) column.type = column.type.AsNullable();
  return table;
}

// Of a join with USING or NATURAL: the columns that both sides have as one.
std::vector<std::string> CommonColumns(const TableReference& join, const Scope& left, const Scope& right) {
  std::vector<std::string> names;
  for (const IdentifierPart& column : join.using_columns) names.push_back(column.text);
  if (!join.natural) return names;
  const std::vector<std::string> others = right.ColumnNames();
  for (const std::string& name : left.ColumnNames()) {
    if (std::find(others.begin(), others.end(), name) != others.end()) names.push_back(name);
  }
  return names;
}

absl::Status CheckUsing(const TableReference& join, const Scope& left, const Scope& right) {
  for (const IdentifierPart& column : join.using_columns) {
    for (const Scope* side : {&left, &right}) {
      const auto has_column = [&](const ScopeTable& table) {
        return std::any_of(table.columns.begin(), table.columns.end(), [&](const SchemaColumn& known) { return known.name == column.text; });
      };
      if (std::any_of(side->tables().begin(), side->tables().end(), has_column)) continue;
      return SqlValidatorError(Concat("Column '", column.text, "' not found in any table"), column.range);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Scope> ScopeOfJoin(const TableReference& join, const Scope& left, const Scope& right) {
  for (const ScopeTable& table : right.tables()) {
    for (const ScopeTable& other : left.tables()) {
      if (!table.name.empty() && table.name == other.name) {
        return SqlValidatorError(Concat("Duplicate relation name '", table.name, "' in FROM clause"), join.right->range);
      }
    }
  }
  // An outer join has rows of NULLs for the side that may be missing.
  Scope scope;
  for (const ScopeTable& table : left.tables()) {
    scope.Add(join.join == JoinKind::kRight || join.join == JoinKind::kFull ? WithNullableColumns(table) : table);
  }
  for (const ScopeTable& table : right.tables()) {
    scope.Add(join.join == JoinKind::kLeft || join.join == JoinKind::kFull ? WithNullableColumns(table) : table);
  }
  return scope;
}

absl::StatusOr<QueryTables> PlanJoin(const TableReference& join, const QueryTables& left, const QueryTables& right, Scope scope,
                                     RuntimeMode mode) {
  DREY_RETURN_IF_ERROR(CheckUsing(join, left.scope, right.scope));
  if (join.natural || !join.using_columns.empty()) scope.Merge(CommonColumns(join, left.scope, right.scope), !join.natural);
  Schema columns;
  for (const ScopeTable& table : scope.tables()) columns.columns.insert(columns.columns.end(), table.columns.begin(), table.columns.end());
  auto joined_tables = std::make_shared<LogicalPlan>(
      *MakeUnsupported({left.plan, right.plan}, std::move(columns), UnsupportedError("JOIN", join.join_range)));
  // Rows of tables without keys have none together, either.
  if (mode == RuntimeMode::kStreaming && HasNoKeys(*joined_tables)) joined_tables->updating = UpdatingOperator{.has_key = true};
  return QueryTables{std::move(joined_tables), std::move(scope)};
}

}  // namespace drey
