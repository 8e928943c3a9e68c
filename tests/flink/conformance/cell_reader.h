// The cells of golden rows as values: numbers and booleans as JSON (or text), BYTES as hex, times as text, intervals as ISO-8601 periods,
// ARRAY and ROW as lists, MAP as a list of [key, value].
#pragma once

#include <rapidjson/document.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/types/datum.h"
#include "engine/types/logical_type.h"

namespace drey {

absl::StatusOr<Datum> ReadCell(const rapidjson::Value& cell, const LogicalType& type, Arena& arena);

}  // namespace drey
