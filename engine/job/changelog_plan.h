// How the changes of a source become changes that a sink takes: whether they are normalized, which kinds of rows flow, and whether the
// sink's rows are kept to undo them.
//
// Rules: FlinkChangelogModeInferenceProgram, StreamPhysicalTableSourceScanRule, PushCalcPastChangelogNormalizeRule and
// ChangelogNormalizeRequirementResolver of Flink's planner.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/catalog/catalog_table.h"
#include "engine/expression/bound_expression.h"
#include "engine/job/upsert_keys.h"
#include "engine/plan/flink_expression_text.h"
#include "engine/plan/insert_plan.h"
#include "engine/plan/rules/merge_calcs.h"
#include "engine/plan/settings.h"
#include "engine/types/row_kind.h"
#include "engine/types/schema.h"

namespace drey {

struct ChangelogQuestion {
  FlinkVersion version = FlinkVersion::k1_20;
  const Settings& settings;
  // The source, which gives other changes than inserts, and the query over its columns.
  ChangelogMode produced = {};
  const MergedCalc& calc;
  const Schema& source;
  size_t physical_columns = 0;  // of the source; metadata follows
  // The query is one of several whose rows together are written; or its table is read by another of them as well.
  bool is_one_of_union = false;
  bool shares_source = false;
  // The sink.
  ChangelogMode accepted = {};
  const Schema& sink;
  const InsertPlan& insert;
};

struct ChangelogPlan {
  bool drops_update_before = false;  // right behind the source
  bool normalizes = false;
  // Of the normalization: what happens before it, what it does, and what is left for behind it.
  BoundExpressionPointer condition_before = {};  // over the source's columns; null: none
  std::vector<size_t> columns = {};              // of the source, that go through it
  std::vector<size_t> keys = {};                 // of `columns`, by position in it
  bool emits_update_before = false;
  BoundExpressionPointer filter = {};          // over the source's columns; null: none
  BoundExpressionPointer condition_behind = {};  // over the source's columns; null: none
  // In front of the sink.
  bool materializes = false;
  std::vector<size_t> primary_key = {};  // columns of the sink
  std::vector<size_t> upsert_key = {};   // columns of the sink; empty: the whole row
};

// Fails with Flink's error where the sink does not take the changes.
absl::StatusOr<ChangelogPlan> PlanChangelog(const ChangelogQuestion& question);

// "ChangelogNormalize(key=[k])", as Flink names it.
std::string NormalizeText(const ChangelogPlan& plan, const Schema& source, PlanStyle style = PlanStyle::kExecution);

// Flink 2.3's refusal of an INSERT whose changes have another key than the sink.
absl::Status ConflictMustBeHandled(const InsertPlan& insert, const UpsertKeys& keys, const Schema& sink);

}  // namespace drey
