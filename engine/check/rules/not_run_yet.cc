// Found where it is compiled: engine/job/job_planner.cc.
#include "engine/check/rules/rules.h"

namespace drey {

const CheckRule kNotRunYet = {
    .name = "not-run-yet",
    .severity = Severity::kWarning,
    .summary = "a job that Flink runs, and drey plans only",
    .explanation = "The statement is right, and its plan is Flink's; what an operator does with the rows is not built yet. drey check and drey "
                   "explain take the job, drey run refuses it with exit code 3.",
    .example = "-- with --flink-version 2.3\n"
               "CREATE TABLE clicks (id INT, customer STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH (\n"
               "  'connector' = 'kafka', 'topic' = 'clicks', 'format' = 'json', 'scan.startup.mode' = 'earliest-offset',\n"
               "  'properties.bootstrap.servers' = 'localhost:9092', 'properties.group.id' = 'bills'\n"
               ");\n"
               "INSERT INTO bills SELECT id, customer, 'new' FROM clicks WHERE id IS NOT NULL ON CONFLICT DO NOTHING;",
    .better = "-- with --flink-version 2.3\n"
              "INSERT INTO bills SELECT id, customer, 'new' FROM orders WHERE id IS NOT NULL ON CONFLICT DO DEDUPLICATE;",
    .version = FlinkVersion::k2_3,
};

}  // namespace drey
