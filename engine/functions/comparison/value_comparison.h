// How two values compare, as Flink's generated code compares them.
//
// Immutable and thread-safe. Values are never NULL; in rows NULL equals NULL, in collections NullElements decides.
#pragma once

#include <memory>

#include "engine/functions/function.h"

namespace drey {

enum class ComparisonOutcome : int8_t { kLess = -1, kEqual = 0, kGreater = 1, kUnordered = 2 };

// Whether NULL elements of arrays and NULL values of maps equal one another. The generated code of SQL's operators has them differ, but for
// what rows hold before Flink 2.3; where rows are compared as a whole they are equal.
enum class NullElements : uint8_t { kEqual, kDifferOutsideOfRows, kDiffer };

class ValueComparison {
 public:
  virtual ~ValueComparison() = default;
  virtual ComparisonOutcome Compare(CallContext& context, const Datum& a, const Datum& b) const = 0;
};

// Of two types that compare without a cast: numbers with numbers, text with text, a type with itself … Of constructed types only
// equality is told (kEqual or kUnordered).
std::shared_ptr<const ValueComparison> MakeValueComparison(const LogicalType& a, const LogicalType& b,
                                                           NullElements nulls = NullElements::kEqual);

// As the operators of SQL compare in a release.
NullElements NullElementsOf(FlinkVersion version);

// Whether values of the type have an order.
bool HasOrder(const LogicalType& type);

// The order in which GREATEST and LEAST see the values of one type: as java.lang.Comparable, where NaN is the largest number.
std::shared_ptr<const ValueComparison> MakeTotalOrder(const LogicalType& type);

}  // namespace drey
