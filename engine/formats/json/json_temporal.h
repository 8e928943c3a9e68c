// Dates, times and timestamps as the json format reads them from the text of a string.
#pragma once

#include <string_view>

#include "engine/base/flink_version.h"
#include "engine/types/datum.h"
#include "engine/types/logical_type.h"
#include "engine/types/timestamp_text.h"

namespace drey {

// `root` is DATE, TIME, TIMESTAMP or TIMESTAMP_LTZ. The type's precision does not count. False where Java does not take the text:
// then `failure`, unless it is null, says what.
bool ParseJsonTemporal(std::string_view text, TypeRoot root, TimestampFormat format, FlinkVersion version, Datum& value,
                       ParseFailure* failure = nullptr);

}  // namespace drey
