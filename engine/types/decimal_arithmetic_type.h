// The types of arithmetic on exact numbers, as Flink infers them (LogicalTypeMerging).
#pragma once

#include "engine/types/decimal.h"
#include "engine/types/logical_type.h"

namespace drey {

// A DECIMAL's own shape; of an integer type that of the DECIMAL which holds all its values.
DecimalShape ExactNumericShape(const LogicalType& type);

// Results that need more than 38 digits lose fraction digits, but at most down to six. Nullability is the caller's.
LogicalType DecimalSumType(DecimalShape a, DecimalShape b);  // a + b, a - b
LogicalType DecimalProductType(DecimalShape a, DecimalShape b);
LogicalType DecimalQuotientType(DecimalShape a, DecimalShape b);
LogicalType DecimalRemainderType(DecimalShape a, DecimalShape b);
// ROUND(a, digits) and TRUNCATE(a, digits).
LogicalType DecimalRoundType(DecimalShape a, int digits);

}  // namespace drey
