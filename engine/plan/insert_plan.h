// INSERT INTO: a query whose columns meet the columns of a sink.
//
// A list of columns reorders the query and pads it with NULL, as Flink rewrites the statement. The query's columns then meet the sink's by
// position, cast where Flink casts implicitly.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/catalog/catalog.h"
#include "engine/plan/logical_plan.h"
#include "engine/plan/settings.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

struct InsertPlan {
  std::shared_ptr<const CatalogTable> sink = {};
  // The query with the sink's columns in declared order: physical and written metadata.
  LogicalPlanPointer query = {};
  // The query as Flink's plans show it: without the casts that Flink leaves out because no value changes.
  LogicalPlanPointer shown_query = {};
  // Why the query's columns do not fit the sink's; the query is then as written. Flink finds this out behind what is wrong with source
  // and sink, so it is for the planner of the job to say.
  absl::Status mismatch = absl::OkStatus();
  // Names of the query's own columns, as plans show them.
  std::vector<std::string> field_names = {};
  // Positions in the sink of the columns that the statement lists; empty without a list.
  std::vector<size_t> target_columns = {};
  std::optional<OnConflict> on_conflict = {};
  bool overwrite = false;
  std::vector<IdentifierPart> static_partition = {};  // PARTITION (column = value)
  SourceRange target_range = {};
  SourceRange range = {};
};

// `name` is not the name of a table to write.
absl::Status SinkNotFound(const Catalog& catalog, const Identifier& name, FlinkVersion version);

absl::StatusOr<InsertPlan> PlanInsert(const Insert& insert, SourceRange range, const Catalog& catalog, FlinkVersion version,
                                      RuntimeMode mode);

}  // namespace drey
