// Found where the comments are read (allowed_findings.cc).
#include "engine/check/rules/rules.h"

namespace drey {

const CheckRule kUnknownRule = {
    .name = "unknown-rule",
    .severity = Severity::kWarning,
    .summary = "a comment allows a rule that there is not",
    .explanation = "A comment \"-- drey: allow RULE\" names a rule that drey check does not have, so it allows nothing.",
    .example = "-- drey: allow null-into-notnull\nINSERT INTO names SELECT id, customer FROM orders;",
    .better = "-- drey: allow null-into-not-null\nINSERT INTO names SELECT id, customer FROM orders;",
};

}  // namespace drey
