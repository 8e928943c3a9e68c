// Rules whose findings the compiler makes while it reads settings and plans sources.
#include "engine/check/rules/rules.h"

namespace drey {

const CheckRule kUnknownSetting = {
    .name = "unknown-setting",
    .severity = Severity::kWarning,
    .summary = "SET of a key that no Flink release knows",
    .explanation = "Flink accepts any key and does nothing with one that it does not know; mostly it is misspelt.",
    .example = "SET 'paralelism.default' = '2';\nINSERT INTO names SELECT id, customer FROM orders;",
    .better = "SET 'parallelism.default' = '2';\nINSERT INTO names SELECT id, customer FROM orders;",
};

const CheckRule kSettingWithoutEffect = {
    .name = "setting-without-effect",
    .severity = Severity::kWarning,
    .summary = "SET of a key that matters to a cluster, not to one process",
    .explanation = "The key is Flink's and is accepted; it tunes what drey does not have (a state backend, a scheduler, memory of a JVM). No "
                   "answer depends on it.",
    .example = "SET 'state.backend' = 'rocksdb';\nINSERT INTO names SELECT id, customer FROM orders;",
};

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
