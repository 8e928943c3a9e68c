// Functions that make JSON text: JSON_STRING, JSON_OBJECT, JSON_ARRAY and, since 2.x, JSON.
#pragma once

#include "engine/functions/function.h"

namespace drey {

// One argument.
absl::StatusOr<BoundCall> BindJsonString(const BindRequest& request);
// The flag "NULL_ON_NULL" or "ABSENT_ON_NULL", then keys and values in turn.
absl::StatusOr<BoundCall> BindJsonObject(const BindRequest& request);
// The flag, then the elements.
absl::StatusOr<BoundCall> BindJsonArray(const BindRequest& request);
// JSON text that stands in JSON_OBJECT or JSON_ARRAY as it is, written anew.
absl::StatusOr<BoundCall> BindJson(const BindRequest& request);

}  // namespace drey
