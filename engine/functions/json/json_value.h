#pragma once

#include "engine/functions/function.h"

namespace drey {

absl::StatusOr<BoundCall> BindJsonValue(const BindRequest& request);

}  // namespace drey
