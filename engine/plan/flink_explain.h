// The texts of Flink's EXPLAIN for the plans that both know.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/connector/table_factory.h"
#include "engine/plan/flink_expression_text.h"
#include "engine/plan/insert_plan.h"
#include "engine/plan/rules/merge_calcs.h"
#include "engine/plan/shown_branch.h"

namespace drey {

// "TableSourceScan(table=[[default_catalog, default_database, src]], fields=[a, b])". `limit`: what the source is told of a LIMIT.
std::string ScanNodeText(const LogicalPlan& scan, std::optional<int64_t> limit = {});

// "Calc(select=[…], where=[…])" as the optimized execution plan shows it; `names` are those of the query's columns.
std::string CalcText(const MergedCalc& calc, const std::vector<std::string>& names, const Schema& input);

// An INSERT with its branches in the order of SplitUnions; what has none is shown without.
struct ExplainedInsert {
  const InsertPlan& insert;
  std::vector<ShownBranch> branches;
};

// The three sections that EXPLAIN prints for INSERTs that run together.
std::string ExplainInserts(std::span<const ExplainedInsert> inserts, FlinkVersion version, RuntimeMode mode);
// The same of a query.
std::string ExplainQuery(const LogicalPlanPointer& query, std::span<const ShownBranch> branches, FlinkVersion version, RuntimeMode mode);

}  // namespace drey
