// Found where it is compiled: engine/plan/settings.cc.
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

}  // namespace drey
