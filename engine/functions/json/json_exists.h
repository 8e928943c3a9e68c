#pragma once

#include "engine/functions/function.h"

namespace drey {

absl::StatusOr<BoundCall> BindJsonExists(const BindRequest& request);

}  // namespace drey
