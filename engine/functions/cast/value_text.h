// CAST(x AS STRING): the text of any value, as results are shown everywhere.
#pragma once

#include <string>

#include "engine/functions/evaluation_context.h"
#include "engine/types/datum.h"
#include "engine/types/logical_type.h"

namespace drey {

// Appends the Java String of `value`; inside of rows and collections NULL is "NULL", and so it is outside.
// `table.local-time-zone` and `table.exec.legacy-cast-behaviour` of the environment count.
void AppendAsString(const Datum& value, const LogicalType& type, const EvaluationContext& environment,
                    std::string& out);

}  // namespace drey
