#pragma once

#include "engine/functions/function.h"

namespace drey {

absl::StatusOr<BoundCall> BindJsonQuery(const BindRequest& request);

}  // namespace drey
