#include "engine/functions/math/arithmetic_kernel.h"

#include "engine/functions/math/numeric_operand.h"
#include "engine/types/java_integer.h"
#include "engine/types/type_merging.h"

namespace drey {
namespace {

constexpr std::string_view kArithmeticException = "java.lang.ArithmeticException";

template <typename Number>
Number ComputeFloating(ArithmeticOperator op, Number a, Number b) {
  switch (op) {
    case ArithmeticOperator::kAdd:
      return a + b;
    case ArithmeticOperator::kSubtract:
      return a - b;
    case ArithmeticOperator::kMultiply:
      return a * b;
    default:
      return a / b;
  }
}

class DoubleArithmetic final : public Kernel {
 public:
  DoubleArithmetic(ArithmeticOperator op, const LogicalType& a, const LogicalType& b) : op_(op), a_(a), b_(b) {}

  bool Call(CallContext&, std::span<const Datum> arguments, Datum& result) const override {
    result = Datum::Double(ComputeFloating(op_, a_.Double(arguments[0]), b_.Double(arguments[1])));
    return true;
  }

 private:
  ArithmeticOperator op_;
  NumericOperand a_;
  NumericOperand b_;
};

class FloatArithmetic final : public Kernel {
 public:
  FloatArithmetic(ArithmeticOperator op, const LogicalType& a, const LogicalType& b) : op_(op), a_(a), b_(b) {}

  bool Call(CallContext&, std::span<const Datum> arguments, Datum& result) const override {
    result = Datum::Float(ComputeFloating(op_, a_.Float(arguments[0]), b_.Float(arguments[1])));
    return true;
  }

 private:
  ArithmeticOperator op_;
  NumericOperand a_;
  NumericOperand b_;
};

// Java wraps, so C++ computes without a sign.
class IntegerArithmetic final : public Kernel {
 public:
  IntegerArithmetic(ArithmeticOperator op, TypeRoot result) : op_(op), result_(result) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const uint64_t a = static_cast<uint64_t>(arguments[0].integer);
    const uint64_t b = static_cast<uint64_t>(arguments[1].integer);
    switch (op_) {
      case ArithmeticOperator::kAdd:
        result = Wrapped(a + b);
        return true;
      case ArithmeticOperator::kSubtract:
        result = Wrapped(a - b);
        return true;
      case ArithmeticOperator::kMultiply:
        result = Wrapped(a * b);
        return true;
      case ArithmeticOperator::kDivide:
      case ArithmeticOperator::kModulo:
        break;
    }
    if (b == 0) return context.Fail(kArithmeticException, "/ by zero");
    const bool is_quotient = op_ == ArithmeticOperator::kDivide;
    // The least number divided by -1 overflows in C++.
    if (arguments[1].integer == -1) {
      result = Wrapped(is_quotient ? 0 - a : 0);
    } else {
      result = Wrapped(static_cast<uint64_t>(is_quotient ? arguments[0].integer / arguments[1].integer
                                                         : arguments[0].integer % arguments[1].integer));
    }
    return true;
  }

 private:
  Datum Wrapped(uint64_t value) const { return Datum::Integer(NarrowInteger(static_cast<int64_t>(value), result_)); }

  ArithmeticOperator op_;
  TypeRoot result_;
};

class DecimalArithmetic final : public Kernel {
 public:
  DecimalArithmetic(ArithmeticOperator op, const LogicalType& a, const LogicalType& b, DecimalShape shape,
                    FlinkVersion version)
      : op_(op), a_(a), b_(b), shape_(shape), casts_integers_(version < FlinkVersion::k2_3) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const ScaledInteger a = a_.Exact(arguments[0]);
    const ScaledInteger b = b_.Exact(arguments[1]);
    if (casts_integers_ && !CheckInteger(context, a_, a, "v1")) return false;
    if (casts_integers_ && !CheckInteger(context, b_, b, "v2")) return false;
    std::optional<Int128> value;
    switch (op_) {
      case ArithmeticOperator::kAdd:
        value = Add(a, b, shape_);
        break;
      case ArithmeticOperator::kSubtract:
        value = Subtract(a, b, shape_);
        break;
      case ArithmeticOperator::kMultiply:
        value = Multiply(a, b, shape_);
        break;
      case ArithmeticOperator::kDivide:
        if (!CheckDivisor(context, a, b)) return false;
        value = Divide(a, b, shape_);
        break;
      case ArithmeticOperator::kModulo:
        if (!CheckDivisor(context, a, b)) return false;
        if (IsRemainderImpossible(a, b)) return context.Fail(kArithmeticException, "Division impossible");
        value = Remainder(a, b, shape_);
        break;
    }
    result = value ? MakeDecimal(*value, shape_.precision, context.arena()) : Datum::Null();
    return true;
  }

 private:
  static bool CheckDivisor(CallContext& context, ScaledInteger a, ScaledInteger b) {
    if (b.unscaled != 0) return true;
    return context.Fail(kArithmeticException, a.unscaled == 0 ? "Division undefined" : "Division by zero");
  }

  // Flink 1.20 casts an integer to the type of the result first, and stumbles when it does not fit.
  bool CheckInteger(CallContext& context, const NumericOperand& operand, ScaledInteger value,
                    std::string_view parameter) const {
    if (!operand.is_integer() || Rescale(value, shape_)) return true;
    return context.Fail("java.lang.NullPointerException",
                        "Cannot invoke \"org.apache.flink.table.data.DecimalData.toBigDecimal()\" because \"" +
                            std::string(parameter) + "\" is null");
  }

  ArithmeticOperator op_;
  NumericOperand a_;
  NumericOperand b_;
  DecimalShape shape_;
  bool casts_integers_;
};

class IntegerNegation final : public Kernel {
 public:
  explicit IntegerNegation(TypeRoot root) : root_(root) {}

  bool Call(CallContext&, std::span<const Datum> arguments, Datum& result) const override {
    const uint64_t negated = 0 - static_cast<uint64_t>(arguments[0].integer);
    result = Datum::Integer(NarrowInteger(static_cast<int64_t>(negated), root_));
    return true;
  }

 private:
  TypeRoot root_;
};

class FloatingNegation final : public Kernel {
 public:
  explicit FloatingNegation(bool is_float) : is_float_(is_float) {}

  bool Call(CallContext&, std::span<const Datum> arguments, Datum& result) const override {
    result = is_float_ ? Datum::Float(-arguments[0].single) : Datum::Double(-arguments[0].floating);
    return true;
  }

 private:
  bool is_float_;
};

class DecimalNegation final : public Kernel {
 public:
  explicit DecimalNegation(int precision) : precision_(precision) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    result = MakeDecimal(-UnscaledOf(arguments[0], precision_), precision_, context.arena());
    return true;
  }

 private:
  int precision_;
};

bool IsDecimalArithmetic(const LogicalType& a, const LogicalType& b) {
  const bool exact = !a.IsApproximateNumeric() && !b.IsApproximateNumeric();
  return exact && (a.Is(TypeRoot::kDecimal) || b.Is(TypeRoot::kDecimal));
}

}  // namespace

LogicalType ArithmeticType(ArithmeticOperator op, const LogicalType& a, const LogicalType& b) {
  if (!IsDecimalArithmetic(a, b)) return op == ArithmeticOperator::kModulo ? b : *CommonType(a, b);
  const DecimalShape x = ExactNumericShape(a);
  const DecimalShape y = ExactNumericShape(b);
  switch (op) {
    case ArithmeticOperator::kAdd:
    case ArithmeticOperator::kSubtract:
      return DecimalSumType(x, y);
    case ArithmeticOperator::kMultiply:
      return DecimalProductType(x, y);
    case ArithmeticOperator::kDivide:
      return DecimalQuotientType(x, y);
    case ArithmeticOperator::kModulo:
      // Of whole numbers it is as long as the divisor.
      return x.scale == 0 && y.scale == 0 ? b : DecimalRemainderType(x, y);
  }
  return a;
}

namespace {

// DECIMAL(p, 0) % INT: an integer of the divisor's type, and its failure.
class WholeRemainder final : public Kernel {
 public:
  explicit WholeRemainder(int precision) : precision_(precision) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const int64_t divisor = arguments[1].integer;
    if (divisor == 0) return context.Fail("java.lang.ArithmeticException", "/ by zero");
    result = Datum::Integer(static_cast<int64_t>(UnscaledOf(arguments[0], precision_) % divisor));
    return true;
  }

 private:
  int precision_;
};

}  // namespace

std::shared_ptr<const Kernel> MakeArithmeticKernel(ArithmeticOperator op, const LogicalType& a, const LogicalType& b,
                                                   const LogicalType& result, FlinkVersion version) {
  switch (result.root()) {
    case TypeRoot::kDouble:
      return std::make_shared<DoubleArithmetic>(op, a, b);
    case TypeRoot::kFloat:
      return std::make_shared<FloatArithmetic>(op, a, b);
    case TypeRoot::kDecimal:
      return std::make_shared<DecimalArithmetic>(op, a, b, DecimalShape{result.precision(), result.scale()}, version);
    default:
      if (a.Is(TypeRoot::kDecimal)) return std::make_shared<WholeRemainder>(a.precision());
      return std::make_shared<IntegerArithmetic>(op, result.root());
  }
}

std::shared_ptr<const Kernel> MakeNegationKernel(const LogicalType& type) {
  if (type.IsApproximateNumeric()) return std::make_shared<FloatingNegation>(type.Is(TypeRoot::kFloat));
  if (type.Is(TypeRoot::kDecimal)) return std::make_shared<DecimalNegation>(type.precision());
  return std::make_shared<IntegerNegation>(type.root());
}

}  // namespace drey
