#include "engine/plan/unnest.h"

#include <utility>
#include <vector>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/expression/binder.h"
#include "engine/functions/operand_check.h"

namespace drey {
namespace {

// The elements that a constructor lists, as rows.
absl::StatusOr<LogicalPlanPointer> PlanElements(const BoundExpression& collection, const Schema& columns, FlinkVersion version) {
  const bool is_array = collection.name == "ARRAY" && collection.type.Is(TypeRoot::kArray);
  const bool is_map = collection.name == "MAP" && collection.type.Is(TypeRoot::kMap);
  if (collection.kind != BoundExpression::Kind::kCall || (!is_array && !is_map)) return UnsupportedError("UNNEST", collection.range);
  auto plan = std::make_shared<LogicalPlan>();
  plan->kind = LogicalPlan::Kind::kValues;
  plan->schema = columns;
  plan->range = collection.range;
  const size_t cells_each = is_map ? 2 : 1;
  for (size_t i = 0; i + cells_each <= collection.operands.size(); i += cells_each) {
    std::vector<BoundExpressionPointer> cells(collection.operands.begin() + static_cast<ptrdiff_t>(i),
                                              collection.operands.begin() + static_cast<ptrdiff_t>(i + cells_each));
    if (is_array && collection.type.element().Is(TypeRoot::kRow)) {
      const BoundExpressionPointer row = cells.front();
      if (row->kind != BoundExpression::Kind::kCall || row->name != "ROW") return UnsupportedError("UNNEST", collection.range);
      cells = row->operands;
    }
    if (cells.size() != columns.size()) return UnsupportedError("UNNEST", collection.range);
    for (size_t column = 0; column < cells.size(); ++column) {
      DREY_ASSIGN_OR_RETURN(cells[column], ImplicitCast(cells[column], columns.type(column), version));
    }
    plan->rows.push_back(std::move(cells));
  }
  if (plan->rows.empty()) return UnsupportedError("UNNEST", collection.range);
  return LogicalPlanPointer(std::move(plan));
}

absl::StatusOr<std::vector<SchemaColumn>> ColumnsOf(const LogicalType& collection, SourceRange range) {
  if (collection.Is(TypeRoot::kMap)) return std::vector<SchemaColumn>{{"KEY", collection.key()}, {"VALUE", collection.value()}};
  if (!collection.Is(TypeRoot::kArray) && !collection.Is(TypeRoot::kMultiset)) {
    return SqlValidatorError(Concat("Cannot apply 'UNNEST' to arguments of type 'UNNEST(<", CalciteTypeText(collection),
                                    ">)'. Supported form(s): 'UNNEST(<MULTISET>)'\n'UNNEST(<ARRAY>)'\n'UNNEST(<MAP>)'\nUNNEST(<MULTISET>)\n"
                                    "UNNEST(<ARRAY>)\nUNNEST(<MAP>)"),
                             range);
  }
  const LogicalType& element = collection.element();
  if (!element.Is(TypeRoot::kRow)) return std::vector<SchemaColumn>{{"EXPR$0", element}};
  std::vector<SchemaColumn> columns;
  for (const RowField& field : element.fields()) columns.push_back({field.name, field.type});
  return columns;
}

}  // namespace

absl::StatusOr<QueryTables> PlanUnnest(const TableReference& reference, const Scope& left, FlinkVersion version) {
  QueryTables from{OneEmptyRow(), Scope()};
  ScopeTable table;
  BoundExpressionPointer collection;
  for (const Expression& expression : reference.unnest) {
    DREY_ASSIGN_OR_RETURN(const BoundExpressionPointer value, Binder(left, version).Bind(expression));
    collection = reference.unnest.size() == 1 ? value : nullptr;
    DREY_ASSIGN_OR_RETURN(std::vector<SchemaColumn> columns, ColumnsOf(value->type, reference.range));
    table.columns.insert(table.columns.end(), columns.begin(), columns.end());
  }
  if (reference.with_ordinality) table.columns.push_back({"ORDINALITY", LogicalType(TypeRoot::kInteger)});
  if (reference.alias) {
    DREY_RETURN_IF_ERROR(ApplyAlias(*reference.alias, table));
    // The only column of a collection has the alias's name.
    if (reference.alias->columns.empty() && table.columns.size() == 1) table.columns.front().name = table.name;
  }
  const Schema columns = {.columns = table.columns};
  from.scope.Add(std::move(table));
  absl::Status refusal = UnsupportedError("UNNEST", reference.range);
  if (reference.with_ordinality && (version == FlinkVersion::k1_20 || left.tables().empty())) {
    refusal = WithFlinkClass(InvalidError("Cannot add expression of different type to set", reference.range,
                                          "WITH ORDINALITY needs Flink 2.3 and a column of a table before it"),
                             "java.lang.AssertionError");
  }
  from.plan = MakeUnsupported({}, columns, std::move(refusal));
  if (collection == nullptr || reference.with_ordinality || !left.tables().empty()) return from;
  if (auto elements = PlanElements(*collection, columns, version); elements.ok()) {
    from.plan = *std::move(elements);
  }
  return from;
}

}  // namespace drey
