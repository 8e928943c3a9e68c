// The scan of a table of the catalog: its physical and metadata columns, and over them the computed ones, in the order of its declaration.
#pragma once

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/catalog/catalog_table.h"
#include "engine/plan/logical_plan.h"
#include "engine/plan/settings.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

// The hints of `reference` are applied: OPTIONS for this scan alone.
absl::StatusOr<LogicalPlanPointer> PlanTableScan(const CatalogTable& table, const TableReference& reference, FlinkVersion version, RuntimeMode mode);

}  // namespace drey
