// Points in time and intervals, added and subtracted. Rules: ScalarOperatorGens.generateTemporalPlusMinus of Flink.
#pragma once

#include <memory>

#include "engine/functions/function.h"

namespace drey {

bool IsDateTime(const LogicalType& type);

// point + interval or point - interval; the result has the point's type. `interval_first`: the interval is the first argument.
std::shared_ptr<const Kernel> MakeShiftKernel(const LogicalType& point, const LogicalType& interval, bool subtract,
                                              bool interval_first);

}  // namespace drey
