// Functions from doubles to a double: roots, powers, logarithms, angles.
//
// Java's Math gives of most of them the nearest double, but for one call in a thousand. So they are computed wider and rounded here,
// which agrees as often as can be; the arc and hyperbolic functions are fdlibm's, as in Java.
#include <cmath>
#include <numbers>

#include "engine/base/text.h"
#include "engine/functions/math/fdlibm.h"
#include "engine/functions/math/math_functions.h"
#include "engine/functions/math/numeric_operand.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/operator_check.h"

namespace drey {
namespace {

using enum OperandFamily;

using Wide = long double;

// Math.toDegrees and toRadians multiply with these.
constexpr double kDegreesOfRadian = 57.29577951308232;
constexpr double kRadiansOfDegree = 0.017453292519943295;

// Java's pow has no value where |x| = 1 meets an infinite exponent, and none for 1 to the NaN.
double Power(double x, double y) {
  if (std::isnan(y)) return y;
  if (std::isinf(y) && std::fabs(x) == 1) return std::nan("");
  // These have one right answer, which Java finds too.
  if (y == -1) return 1 / x;
  if (y == 2) return x * x;
  if (y == 0.5 && x > 0) return std::sqrt(x);
  return std::pow(x, y);
}
// Calcite turns SQRT into POWER(x, 0.5), which differs for -0.0 and -Infinity.
double SquareRoot(double x) { return Power(x, 0.5); }
double Logarithm(double x) { return static_cast<double>(std::log(Wide{x})); }
double Logarithm2(double x) { return Logarithm(x) / Logarithm(2.0); }
double LogarithmTo(double base, double x) { return Logarithm(x) / Logarithm(base); }
double Tangent(double x) { return static_cast<double>(std::tan(Wide{x})); }
double Cotangent(double x) { return 1.0 / Tangent(x); }
double Degrees(double x) { return x * kDegreesOfRadian; }
double Radians(double x) { return x * kRadiansOfDegree; }

double Exponential(double x) { return static_cast<double>(std::exp(Wide{x})); }
double Logarithm10(double x) { return static_cast<double>(std::log10(Wide{x})); }
double Sine(double x) { return static_cast<double>(std::sin(Wide{x})); }
double Cosine(double x) { return static_cast<double>(std::cos(Wide{x})); }
template <double (*kFunction)(double)>
class UnaryKernel final : public Kernel {
 public:
  explicit UnaryKernel(const LogicalType& type) : operand_(type) {}

  bool Call(CallContext&, std::span<const Datum> arguments, Datum& result) const override {
    result = Datum::Double(kFunction(operand_.Double(arguments[0])));
    return true;
  }

 private:
  NumericOperand operand_;
};

template <double (*kFunction)(double, double)>
class BinaryKernel final : public Kernel {
 public:
  BinaryKernel(const LogicalType& a, const LogicalType& b) : a_(a), b_(b) {}

  bool Call(CallContext&, std::span<const Datum> arguments, Datum& result) const override {
    result = Datum::Double(kFunction(a_.Double(arguments[0]), b_.Double(arguments[1])));
    return true;
  }

 private:
  NumericOperand a_;
  NumericOperand b_;
};

class ConstantDouble final : public Kernel {
 public:
  explicit ConstantDouble(double value) : value_(value) {}

  bool Call(CallContext&, std::span<const Datum>, Datum& result) const override {
    result = Datum::Double(value_);
    return true;
  }

 private:
  double value_;
};

BoundCall BoundDouble(const BindRequest& request, std::shared_ptr<const Kernel> kernel) {
  return {.type = NullableIfAnyArgumentIs(LogicalType::Double(), request), .kernel = std::move(kernel)};
}

template <double (*kFunction)(double)>
absl::StatusOr<BoundCall> BindUnary(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kNumeric}}));
  return BoundDouble(request, std::make_shared<UnaryKernel<kFunction>>(request.arguments[0].type));
}

template <double (*kFunction)(double, double)>
BoundCall BoundBinary(const BindRequest& request) {
  return BoundDouble(request, std::make_shared<BinaryKernel<kFunction>>(request.arguments[0].type, request.arguments[1].type));
}

absl::StatusOr<BoundCall> BindPower(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kNumeric, kNumeric}}));
  return BoundBinary<Power>(request);
}

absl::StatusOr<BoundCall> BindLog(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kNumeric}, {kNumeric, kNumeric}}));
  if (request.arguments.size() == 2) return BoundBinary<LogarithmTo>(request);
  return BoundDouble(request, std::make_shared<UnaryKernel<Logarithm>>(request.arguments[0].type));
}

// There is code for two doubles and for two DECIMALs; only integers and FLOAT widen to a double.
absl::StatusOr<BoundCall> BindAtan2(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kNumeric, kNumeric}}));
  const bool a = request.arguments[0].type.Is(TypeRoot::kDecimal);
  const bool b = request.arguments[1].type.Is(TypeRoot::kDecimal);
  if (a != b) return UnsupportedCall(request);
  return BoundBinary<fdlibm::ArcTangent2>(request);
}

BoundCall BindConstant(double value) {
  return BoundCall{.type = LogicalType::Double().AsNotNull(), .kernel = std::make_shared<ConstantDouble>(value)};
}

// PI is a function of Calcite's that no operand fits, E one of Flink's that counts its operands.
absl::StatusOr<BoundCall> BindPi(const BindRequest& request) {
  if (!request.arguments.empty()) return NoMatchingSignature(request);
  return BindConstant(std::numbers::pi);
}

absl::StatusOr<BoundCall> BindE(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(RefuseUntypedNull(request));
  if (!request.arguments.empty()) return WrongArgumentCount(request, "0");
  return BindConstant(std::numbers::e);
}

}  // namespace

void RegisterElementaryFunctions(FunctionRegistry& registry) {
  const auto add = [&registry](std::string_view name, absl::StatusOr<BoundCall> (*bind)(const BindRequest&),
                               FunctionDocumentation documentation) {
    registry.Add({.name = name, .bind = bind, .documentation = documentation});
  };
  add("SQRT", BindUnary<SquareRoot>, {"SQRT(x)", "The square root; NaN of a negative number.", "SQRT(4)", "2.0"});
  add("POWER", BindPower, {"POWER(x, y)", "x to the power of y, a DOUBLE.", "POWER(2, 10)", "1024.0"});
  add("EXP", BindUnary<Exponential>, {"EXP(x)", "e to the power of x.", "EXP(0)", "1.0"});
  add("LN", BindUnary<Logarithm>, {"LN(x)", "The natural logarithm.", "LN(1)", "0.0"});
  add("LOG", BindLog, {"LOG([base,] x)", "The logarithm to the base, the natural one without a base.", "LOG(2, 8)", "3.0"});
  add("LOG2", BindUnary<Logarithm2>, {"LOG2(x)", "The logarithm to the base 2.", "LOG2(8)", "3.0"});
  add("LOG10", BindUnary<Logarithm10>, {"LOG10(x)", "The logarithm to the base 10.", "LOG10(100)", "2.0"});
  add("SIN", BindUnary<Sine>, {"SIN(x)", "The sine of an angle in radians.", "SIN(0)", "0.0"});
  add("COS", BindUnary<Cosine>, {"COS(x)", "The cosine of an angle in radians.", "COS(0)", "1.0"});
  add("TAN", BindUnary<Tangent>, {"TAN(x)", "The tangent of an angle in radians.", "TAN(0)", "0.0"});
  add("COT", BindUnary<Cotangent>, {"COT(x)", "The cotangent of an angle in radians.", "COT(0)", "Infinity"});
  add("ASIN", BindUnary<fdlibm::ArcSine>, {"ASIN(x)", "The arc sine; NaN beyond 1 and -1.", "ASIN(0)", "0.0"});
  add("ACOS", BindUnary<fdlibm::ArcCosine>, {"ACOS(x)", "The arc cosine; NaN beyond 1 and -1.", "ACOS(1)", "0.0"});
  add("ATAN", BindUnary<fdlibm::ArcTangent>, {"ATAN(x)", "The arc tangent.", "ATAN(1)", "0.7853981633974483"});
  add("ATAN2", BindAtan2, {"ATAN2(y, x)", "The angle of the point (x, y).", "ATAN2(1, 1)", "0.7853981633974483"});
  add("SINH", BindUnary<fdlibm::HyperbolicSine>, {"SINH(x)", "The hyperbolic sine.", "SINH(0)", "0.0"});
  add("COSH", BindUnary<fdlibm::HyperbolicCosine>, {"COSH(x)", "The hyperbolic cosine.", "COSH(0)", "1.0"});
  add("TANH", BindUnary<fdlibm::HyperbolicTangent>, {"TANH(x)", "The hyperbolic tangent.", "TANH(0)", "0.0"});
  add("DEGREES", BindUnary<Degrees>, {"DEGREES(x)", "Radians in degrees.", "DEGREES(PI())", "180.0"});
  add("RADIANS", BindUnary<Radians>, {"RADIANS(x)", "Degrees in radians.", "RADIANS(180)", "3.141592653589793"});
  add("PI", BindPi, {"PI()", "The ratio of a circle's circumference to its diameter.", "PI()", "3.141592653589793"});
  add("E", BindE, {"E()", "The base of the natural logarithm.", "E()", "2.718281828459045"});
}

}  // namespace drey
