// INSERT INTO: a query whose columns meet the columns of a sink.
//
// Columns are matched by position (or by the list of the statement), cast where Flink casts implicitly, and put in the order in which
// the sink takes them: physical columns, then written metadata.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/catalog/catalog.h"
#include "engine/plan/logical_plan.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

struct InsertPlan {
  std::shared_ptr<const CatalogTable> sink = {};
  // The query with the sink's columns in declared order: physical and written metadata.
  LogicalPlanPointer query = {};
  // Names of the query's own columns, as plans show them.
  std::vector<std::string> field_names = {};
  std::optional<OnConflict> on_conflict = {};
  SourceRange target_range = {};
  SourceRange range = {};
};

absl::StatusOr<InsertPlan> PlanInsert(const Insert& insert, SourceRange range, const Catalog& catalog, FlinkVersion version);

}  // namespace drey
