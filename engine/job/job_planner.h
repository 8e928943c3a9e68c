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

// The same for a query whose rows nobody writes: the pipeline has no sink; its last operator (or its source) gives the query's columns.
absl::StatusOr<Pipeline> PlanQueryPipeline(const LogicalPlanPointer& query, const JobPlanRequest& request,
                                           std::vector<absl::Status>& notices);

absl::StatusOr<Pipeline> PlanPipeline(const InsertPlan& insert, const JobPlanRequest& request, std::vector<absl::Status>& notices);

}  // namespace drey
