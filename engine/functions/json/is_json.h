// IS [NOT] JSON [VALUE | OBJECT | ARRAY | SCALAR]. Never NULL: NULL is no JSON.
#pragma once

#include "engine/functions/function.h"

namespace drey {

absl::StatusOr<BoundCall> BindIsJson(const BindRequest& request);

}  // namespace drey
