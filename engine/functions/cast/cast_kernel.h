// The code of CAST between two types.
#pragma once

#include <memory>

#include "engine/functions/function.h"

namespace drey {

enum class CastMode : uint8_t {
  kCast,     // a value that does not convert fails the row; it is NULL under `table.exec.legacy-cast-behaviour`
  kTryCast,  // a value that does not convert is NULL
  kImplicit,  // a CAST that the planner added: as kCast
};

// One argument, never NULL. Flink's refusal where the types do not convert.
absl::StatusOr<std::shared_ptr<const Kernel>> MakeCastKernel(const LogicalType& from, const LogicalType& to, CastMode mode,
                                                             FlinkVersion version);

}  // namespace drey
