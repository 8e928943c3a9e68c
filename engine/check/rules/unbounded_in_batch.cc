// Found where it is compiled: engine/job/job_planner.cc.
#include "engine/check/rules/rules.h"

namespace drey {

const CheckRule kUnboundedInBatch = {
    .name = "unbounded-in-batch",
    .severity = Severity::kWarning,
    .summary = "a source without an end in batch mode, which Flink refuses",
    .explanation = "drey reads such a source up to the offsets seen at start. Flink refuses the job, and so does drey with --strict.",
    .example = "SET 'execution.runtime-mode' = 'batch';\nINSERT INTO names SELECT id, customer FROM orders;",
    .better = "SET 'execution.runtime-mode' = 'batch';\nINSERT INTO names SELECT id, customer\n"
              "FROM orders /*+ OPTIONS('scan.bounded.mode' = 'latest-offset') */;",
};

}  // namespace drey
