// From planned INSERTs to the pipelines of a job graph: connectors are chosen and validated, rules applied, operators made.
#pragma once

#include <vector>

#include "engine/base/error.h"
#include "engine/job/job_graph.h"
#include "engine/plan/insert_plan.h"
#include "engine/plan/settings.h"

namespace drey {

struct JobPlanRequest {
  const TableFactories& factories;
  const Settings& settings;
  FlinkVersion version = FlinkVersion::k1_20;
  RuntimeMode mode = RuntimeMode::kStreaming;
  absl::TimeZone time_zone = absl::UTCTimeZone();
  // Sources without a bounded mode end where the log ends at their start; `bound_by_mode` says that the batch mode asks for it.
  bool bounded = false;
  bool bound_by_mode = false;
};

// The same for a query whose rows nobody writes: the pipelines have no sink; their last operators (or sources) give the query's columns.
absl::StatusOr<std::vector<Pipeline>> PlanQueryPipelines(const LogicalPlanPointer& query, const JobPlanRequest& request,
                                                         std::vector<absl::Status>& notices);

// One pipeline for each input of a UNION ALL; they share the sink.
absl::StatusOr<std::vector<Pipeline>> PlanPipelines(const InsertPlan& insert, const JobPlanRequest& request,
                                                    std::vector<absl::Status>& notices);

}  // namespace drey
