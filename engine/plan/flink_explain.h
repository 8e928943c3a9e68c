// The texts of Flink's EXPLAIN for the plans that both know.
#pragma once

#include <string>
#include <vector>

#include "engine/plan/insert_plan.h"
#include "engine/plan/rules/merge_calcs.h"

namespace drey {

// "TableSourceScan(table=[[default_catalog, default_database, src]], fields=[a, b])".
std::string ScanNodeText(const LogicalPlan& scan);

// "Calc(select=[…], where=[…])" as the optimized execution plan shows it; `names` are those of the query's columns.
std::string CalcText(const MergedCalc& calc, const std::vector<std::string>& names, const Schema& input);

// An expression as plans show it. kAbstract: inputs as $0, decorated literals; kPhysical: inputs by name, decorated literals; kExecution:
// inputs by name, plain literals.
enum class PlanStyle : uint8_t { kAbstract, kPhysical, kExecution };
std::string PlanText(const BoundExpression& expression, PlanStyle style);

// The three sections that EXPLAIN prints for an INSERT.
std::string ExplainInsert(const InsertPlan& insert, FlinkVersion version);
// The same of a query.
std::string ExplainQuery(const LogicalPlanPointer& query, FlinkVersion version);

}  // namespace drey
