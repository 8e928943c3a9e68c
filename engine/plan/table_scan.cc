#include "engine/plan/table_scan.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/expression/binder.h"
#include "engine/plan/query_hints.h"

namespace drey {
namespace {

void ApplyOptionsHint(const Hint& hint, CatalogTable& table) {
  for (const OptionSyntax& option : hint.options) {
    table.options.Set({.key = option.key.text,
                       .value = option.value.text,
                       .key_range = option.key.range,
                       .value_range = option.value.range,
                       .origin = "OPTIONS hint"});
  }
}

std::shared_ptr<LogicalPlan> ScanOf(std::shared_ptr<const CatalogTable> table, SourceRange range) {
  auto scan = std::make_shared<LogicalPlan>();
  scan->kind = LogicalPlan::Kind::kScan;
  scan->range = range;
  for (const CatalogColumn& column : table->columns) {
    if (column.kind == CatalogColumn::Kind::kPhysical) scan->schema.columns.push_back({column.name, column.type});
    if (column.kind == CatalogColumn::Kind::kMetadata) scan->metadata_columns.push_back(column);
  }
  for (const CatalogColumn& column : scan->metadata_columns) scan->schema.columns.push_back({column.name, column.type});
  scan->table = std::move(table);
  return scan;
}

absl::StatusOr<BoundExpressionPointer> BindWatermark(const LogicalPlan& plan, FlinkVersion version) {
  if (plan.table->watermarks.empty()) return BoundExpressionPointer();
  const Scope scope = Scope::OfColumns(plan.schema.columns);
  return Binder(scope, version).Bind(*plan.table->watermarks.front().expression);
}

}  // namespace

absl::StatusOr<LogicalPlanPointer> PlanTableScan(const CatalogTable& table, const TableReference& reference, FlinkVersion version, RuntimeMode mode) {
  auto hinted = std::make_shared<CatalogTable>(table);
  DREY_RETURN_IF_ERROR(CheckHints(reference.hints));
  for (const Hint& hint : reference.hints) {
    if (!EqualsIgnoreCase(hint.name.text, "OPTIONS")) continue;
    ApplyOptionsHint(hint, *hinted);
  }
  // Nobody makes watermarks in batch mode, and no column is a time attribute.
  if (mode == RuntimeMode::kBatch) hinted->watermarks.clear();
  auto scan = ScanOf(std::move(hinted), reference.range);
  const std::shared_ptr<const CatalogTable> scanned = scan->table;

  // Back to the declared order, with computed columns evaluated over the scan.
  Scope scope = Scope::OfColumns(scan->schema.columns);
  const Binder binder(scope, version);
  std::vector<BoundExpressionPointer> expressions;
  std::vector<std::string> names;
  bool is_identity = true;
  for (const CatalogColumn& column : scanned->columns) {
    names.push_back(column.name);
    if (column.kind == CatalogColumn::Kind::kComputed) {
      DREY_ASSIGN_OR_RETURN(BoundExpressionPointer value, binder.Bind(*column.expression));
      if (value->type.Is(TypeRoot::kNull)) {
        return ValidationError("The null type is reserved for representing untyped NULL literals. It should not be used in constructed "
                               "types. Please cast NULL literals to a more explicit type.",
                               column.range);
      }
      expressions.push_back(std::move(value));
      is_identity = false;
      continue;
    }
    size_t index = 0;
    while (scan->schema.columns[index].name != column.name) ++index;
    is_identity &= index == expressions.size();
    expressions.push_back(MakeInput(index, column.name, column.type, column.range));
  }
  if (is_identity) {
    DREY_ASSIGN_OR_RETURN(scan->watermark, BindWatermark(*scan, version));
    return scan;
  }
  auto declared = std::make_shared<LogicalPlan>(*MakeProject(std::move(scan), std::move(expressions), std::move(names), reference.range));
  declared->table = declared->inputs.front()->table;
  DREY_ASSIGN_OR_RETURN(declared->watermark, BindWatermark(*declared, version));
  return LogicalPlanPointer(std::move(declared));
}

}  // namespace drey
