// How two values compare, as Flink's generated code compares them.
//
// Immutable and thread-safe. Values are never NULL; inside rows and collections NULL equals NULL.
#pragma once

#include <memory>

#include "engine/functions/function.h"

namespace drey {

enum class ComparisonOutcome : int8_t { kLess = -1, kEqual = 0, kGreater = 1, kUnordered = 2 };

class ValueComparison {
 public:
  virtual ~ValueComparison() = default;
  virtual ComparisonOutcome Compare(CallContext& context, const Datum& a, const Datum& b) const = 0;
};

// Of two types that compare without a cast: numbers with numbers, text with text, a type with itself … Of constructed types only
// equality is told (kEqual or kUnordered).
std::shared_ptr<const ValueComparison> MakeValueComparison(const LogicalType& a, const LogicalType& b);

// Whether values of the type have an order.
bool HasOrder(const LogicalType& type);

// The order in which GREATEST and LEAST see the values of one type: as java.lang.Comparable, where NaN is the largest number.
std::shared_ptr<const ValueComparison> MakeTotalOrder(const LogicalType& type);

}  // namespace drey
