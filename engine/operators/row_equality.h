// Whether two rows have the same values, as the record equaliser that Flink generates tells: NULL equals NULL, NaN does not equal NaN.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/functions/comparison/value_comparison.h"
#include "engine/functions/function.h"
#include "engine/types/datum.h"
#include "engine/types/logical_type.h"

namespace drey {

class RowEquality {
 public:
  explicit RowEquality(const std::vector<LogicalType>& types);

  bool Equal(std::span<const Datum> a, std::span<const Datum> b, CallContext& context) const;

 private:
  std::vector<std::shared_ptr<const ValueComparison>> columns_;
};

}  // namespace drey
