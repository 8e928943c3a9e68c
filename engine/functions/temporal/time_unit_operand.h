// The unit among the arguments of EXTRACT, FLOOR, TIMESTAMPADD and TIMESTAMPDIFF.
#pragma once

#include "engine/base/text.h"
#include "engine/functions/function.h"
#include "engine/functions/temporal/time_unit.h"

namespace drey {

inline bool IsPointInTime(const LogicalType& type) {
  return type.Is(TypeRoot::kDate) || type.Is(TypeRoot::kTime) || type.IsTimestamp();
}

inline absl::StatusOr<TimeUnit> TimeUnitOperand(const Argument& argument, FlinkVersion version) {
  if (const std::optional<TimeUnit> unit = FindTimeUnit(argument.symbol)) return *unit;
  if (version >= FlinkVersion::k2_3) {
    return InvalidError(Concat("'", argument.symbol, "' is not a valid time frame"), argument.range);
  }
  return InvalidError(Concat("'", argument.symbol, "' is not a valid datetime format"), argument.range);
}

}  // namespace drey
