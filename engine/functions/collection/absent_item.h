// What Flink makes of an element that is not there (a[9], m['x']) where the elements are NOT NULL: where nothing asks whether the element is
// NULL - it is a column of the result, or IS NULL asks by its type alone - it is the value that the generated code begins with.
#pragma once

#include <string_view>

#include "engine/types/datum.h"
#include "engine/types/logical_type.h"

namespace drey {

// The operator that puts that value in the place of NULL. Its only argument is an ITEM.
inline constexpr std::string_view kAbsentItem = "$ABSENT_ITEM";

// -1, FALSE, '' …; NULL where values of the type are objects.
Datum DefaultOfPrimitive(const LogicalType& type);

}  // namespace drey
