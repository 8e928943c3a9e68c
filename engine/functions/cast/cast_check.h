// Which types CAST converts into which, and how Flink refuses the others while planning.
#pragma once

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/types/logical_type.h"

namespace drey {

// OK, or Flink's refusal. Most are Calcite's; some casts pass its validator and are refused when their code is generated.
absl::Status CheckCast(const LogicalType& from, const LogicalType& to, FlinkVersion version, SourceRange range);

bool IsCastSupported(const LogicalType& from, const LogicalType& to, FlinkVersion version);

}  // namespace drey
