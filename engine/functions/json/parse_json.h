// PARSE_JSON and TRY_PARSE_JSON: JSON text as a VARIANT.
#pragma once

#include "engine/functions/function.h"

namespace drey {

absl::StatusOr<BoundCall> BindParseJson(const BindRequest& request);
absl::StatusOr<BoundCall> BindTryParseJson(const BindRequest& request);

}  // namespace drey
