// Found where it is compiled: engine/plan/settings.cc.
#include "engine/check/rules/rules.h"

namespace drey {

const CheckRule kSettingWithoutEffect = {
    .name = "setting-without-effect",
    .severity = Severity::kWarning,
    .summary = "SET of a key that matters to a cluster, not to one process",
    .explanation = "The key is Flink's and is accepted; it tunes what drey does not have (a state backend, a scheduler, memory of a JVM). No "
                   "answer depends on it.",
    .example = "SET 'state.backend' = 'rocksdb';\nINSERT INTO names SELECT id, customer FROM orders;",
};

}  // namespace drey
