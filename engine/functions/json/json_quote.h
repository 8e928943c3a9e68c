// JSON_QUOTE and JSON_UNQUOTE, since 2.x.
#pragma once

#include "engine/functions/function.h"

namespace drey {

absl::StatusOr<BoundCall> BindJsonQuote(const BindRequest& request);
absl::StatusOr<BoundCall> BindJsonUnquote(const BindRequest& request);

}  // namespace drey
