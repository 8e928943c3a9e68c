// Reads numbers of any type as Java's conversions between them do.
#pragma once

#include "engine/types/decimal.h"
#include "engine/types/decimal_arithmetic_type.h"
#include "engine/types/logical_type.h"

namespace drey {

class NumericOperand {
 public:
  explicit NumericOperand(const LogicalType& type)
      : root_(type.root()), shape_(type.IsApproximateNumeric() ? DecimalShape() : ExactNumericShape(type)) {}

  bool is_integer() const { return root_ >= TypeRoot::kTinyint && root_ <= TypeRoot::kBigint; }

  // Of an integer type.
  static int64_t Integer(const Datum& value) { return value.integer; }

  // Of an integer type or a DECIMAL.
  ScaledInteger Exact(const Datum& value) const {
    return root_ == TypeRoot::kDecimal ? ScaledInteger{UnscaledOf(value, shape_.precision), shape_.scale}
                                       : ScaledInteger{value.integer, 0};
  }

  double Double(const Datum& value) const {
    switch (root_) {
      case TypeRoot::kDouble:
        return value.floating;
      case TypeRoot::kFloat:
        return static_cast<double>(value.single);
      case TypeRoot::kDecimal:
        return ToDouble(Exact(value), shape_.precision);
      default:
        return static_cast<double>(value.integer);
    }
  }

  float Float(const Datum& value) const {
    if (root_ == TypeRoot::kFloat) return value.single;
    return is_integer() ? static_cast<float>(value.integer) : static_cast<float>(Double(value));
  }

 private:
  TypeRoot root_;
  DecimalShape shape_;
};

}  // namespace drey
