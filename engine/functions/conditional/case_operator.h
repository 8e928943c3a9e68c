// CASE, IF and NULLIF: the values that are chosen by a condition, evaluated only when they are chosen.
#pragma once

#include "engine/functions/function.h"

namespace drey {

// when, then, when, then, …, else.
absl::StatusOr<BoundCall> BindCase(const BindRequest& request);
absl::StatusOr<BoundCall> BindIf(const BindRequest& request);
absl::StatusOr<BoundCall> BindNullIf(const BindRequest& request);

}  // namespace drey
