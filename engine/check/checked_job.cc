#include "engine/check/checked_job.h"

#include <algorithm>

#include "engine/base/text.h"

namespace drey {
namespace {

void CollectCalls(const BoundExpression& expression, std::vector<const BoundExpression*>& calls) {
  if (expression.kind == BoundExpression::Kind::kCall) calls.push_back(&expression);
  for (const BoundExpressionPointer& operand : expression.operands) CollectCalls(*operand, calls);
}

// Merged with what they read, expressions that are columns have the place of the table.
std::vector<SourceRange> ColumnRanges(const LogicalPlan& query, const MergedCalc& calc) {
  const auto& expressions = query.kind == LogicalPlan::Kind::kProject ? query.expressions : calc.projections;
  std::vector<SourceRange> ranges;
  for (const BoundExpressionPointer& expression : expressions) ranges.push_back(expression->range);
  return ranges;
}

void AddUse(const CatalogTable& table, TableUse use, std::vector<UsedTable>& tables) {
  const auto found = std::find_if(tables.begin(), tables.end(),
                                  [&](const UsedTable& known) { return known.table->identifier == table.identifier; });
  if (found == tables.end()) {
    tables.push_back({&table, use});
    return;
  }
  found->use.is_read |= use.is_read;
  found->use.is_written |= use.is_written;
}

}  // namespace

const CatalogTable* CheckedQuery::source() const {
  return calc.leaf->kind == LogicalPlan::Kind::kScan ? calc.leaf->table.get() : nullptr;
}

absl::StatusOr<std::vector<CheckedQuery>> ListQueries(const Compilation& compilation) {
  std::vector<CheckedQuery> queries;
  for (const InsertPlan& insert : compilation.inserts) {
    for (const LogicalPlanPointer& branch : SplitUnions(insert.query)) {
      DREY_ASSIGN_OR_RETURN(MergedCalc calc, MergeCalcs(branch, compilation.graph.version));
      std::vector<SourceRange> ranges = ColumnRanges(*branch, calc);
      queries.push_back({&insert, std::move(calc), std::move(ranges)});
    }
  }
  return queries;
}

std::vector<const CatalogColumn*> WrittenColumns(const CatalogTable& table) {
  std::vector<const CatalogColumn*> columns;
  for (const CatalogColumn& column : table.columns) {
    if (column.kind != CatalogColumn::Kind::kComputed && !column.is_virtual) columns.push_back(&column);
  }
  return columns;
}

std::vector<const BoundExpression*> CallsOf(const BoundExpression& expression) {
  std::vector<const BoundExpression*> calls;
  CollectCalls(expression, calls);
  return calls;
}

std::vector<const BoundExpression*> CallsOf(const CheckedQuery& query) {
  std::vector<const BoundExpression*> calls;
  for (const BoundExpressionPointer& projection : query.calc.projections) CollectCalls(*projection, calls);
  if (query.calc.condition) CollectCalls(*query.calc.condition, calls);
  return calls;
}

std::vector<UsedTable> ListUsedTables(const CheckedJob& job) {
  std::vector<UsedTable> tables;
  for (const CheckedQuery& query : job.queries) {
    if (query.source() != nullptr) AddUse(*query.source(), {.is_read = true}, tables);
    AddUse(*query.insert->sink, {.is_written = true}, tables);
  }
  return tables;
}

const TableOption* FindOption(const CatalogTable& table, std::string_view key) { return table.options.Find(key); }

bool IsKafkaSource(const UsedTable& used) {
  const TableOption* connector = FindOption(*used.table, "connector");
  return used.use.is_read && connector != nullptr && connector->value == "kafka";
}

const TableOption* ExactlyOnceOption(const UsedTable& used) {
  const TableOption* connector = FindOption(*used.table, "connector");
  if (!used.use.is_written || connector == nullptr || !connector->value.ends_with("kafka")) return nullptr;
  for (const std::string_view key : {"sink.delivery-guarantee", "sink.semantic"}) {
    const TableOption* option = FindOption(*used.table, key);
    if (option != nullptr && EqualsIgnoreCase(ReplaceAll(option->value, "_", "-"), "exactly-once")) return option;
  }
  return nullptr;
}

}  // namespace drey
