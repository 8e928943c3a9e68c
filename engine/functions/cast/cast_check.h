// Which types CAST converts into which, and how Flink refuses the others while planning.
#pragma once

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/functions/cast/cast_kernel.h"
#include "engine/types/logical_type.h"

namespace drey {

// OK, or Flink's refusal. Most are Calcite's; some casts pass its validator and are refused when their code is generated.
// `to_text`: the target as the user wrote it, where `to` does not tell ("INTERVAL YEAR TO MONTH").
absl::Status CheckCast(const LogicalType& from, const LogicalType& to, CastMode mode, FlinkVersion version, SourceRange range,
                       std::string_view to_text = {});

// Whether it is no refusal of the validator's that CheckCast tells.
bool PassesValidator(const LogicalType& from, const LogicalType& to, FlinkVersion version, std::string_view to_text);

bool IsCastSupported(const LogicalType& from, const LogicalType& to, FlinkVersion version);

}  // namespace drey
