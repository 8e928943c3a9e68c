#include "engine/plan/query_tables.h"

#include <string>
#include <utility>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"

namespace drey {
namespace {

absl::Status AliasesDoNotFit(const std::vector<SchemaColumn>& columns, const TableAlias& alias) {
  std::vector<std::string> names;
  for (const SchemaColumn& column : columns) names.push_back(Concat("'", column.name, "'"));
  return SqlValidatorError(Concat("List of column aliases must have same degree as table; table has ", columns.size(), " columns (",
                                  Join(names, ", "), "), whereas alias list has ", alias.columns.size(), " columns"),
                           alias.range);
}

}  // namespace

LogicalPlanPointer OneEmptyRow() {
  auto plan = std::make_shared<LogicalPlan>();
  plan->kind = LogicalPlan::Kind::kValues;
  plan->rows.emplace_back();
  return plan;
}

absl::Status ApplyAlias(const TableAlias& alias, ScopeTable& table) {
  table.name = alias.name.text;
  table.path.clear();
  if (alias.columns.empty()) return absl::OkStatus();
  if (alias.columns.size() != table.columns.size()) return AliasesDoNotFit(table.columns, alias);
  for (size_t i = 0; i < alias.columns.size(); ++i) table.columns[i].name = alias.columns[i].text;
  return absl::OkStatus();
}

}  // namespace drey
