// A chain of projections and filters over one leaf becomes a single condition and a single list of projections over the leaf's
// columns, as Flink's CalcMergeRule makes one Calc of them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/plan/logical_plan.h"

namespace drey {

// LIMIT: so many rows are left out, and so many behind them come; absent: all.
struct RowLimit {
  int64_t offset = 0;
  std::optional<int64_t> fetch = {};
  SourceRange range = {};
};

// Flink's planner takes a table of unknown size to have so many rows: a LIMIT that takes more is not worth a change of the plan.
inline constexpr int64_t kAssumedRows = 100'000'000;

struct MergedCalc {
  LogicalPlanPointer leaf = {};           // a scan or VALUES
  BoundExpressionPointer condition = {};  // null: every row
  std::vector<BoundExpressionPointer> projections = {};
  // Of the rows that meet the condition. What is projected above a LIMIT is so below it as well: neither adds nor drops rows.
  std::optional<RowLimit> limit = {};
  // How many rows of the leaf are looked at, where Flink tells the source of it.
  std::optional<int64_t> leaf_limit = {};
};

// The plan as queries without UNION ALL, whose rows together are the plan's: projections and filters over a union are done on each of
// its inputs. One query where there is no union.
std::vector<LogicalPlanPointer> SplitUnions(const LogicalPlanPointer& plan);

// `plan` has no union.
absl::StatusOr<MergedCalc> MergeCalcs(const LogicalPlanPointer& plan, FlinkVersion version);

}  // namespace drey
