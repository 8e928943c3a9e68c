// ABS, SIGN, CEIL, FLOOR, ROUND and TRUNCATE: the number keeps its type, a DECIMAL loses digits of its fraction.
//
// Rules: SqlFunctionUtils of Flink, which rounds through BigDecimal.
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "engine/base/text.h"
#include "engine/base/flink_error.h"
#include "engine/functions/math/math_functions.h"
#include "engine/functions/math/numeric_operand.h"
#include "engine/functions/operand_check.h"
#include "engine/functions/operand_families.h"
#include "engine/functions/operator_check.h"
#include "engine/functions/temporal/temporal_functions.h"
#include "engine/types/big_decimal.h"
#include "engine/types/java_floating_point.h"
#include "engine/types/java_integer.h"

namespace drey {
namespace {

using enum OperandFamily;

// How digits are dropped.
enum class Rounding { kHalfUp, kTowardsZero, kUp, kDown };

// The number with at most `digits` digits of its fraction; negative: with zeros before the point.
BigDecimal RoundTo(const BigDecimal& value, int64_t digits, Rounding rounding) {
  const int64_t dropped = value.scale - digits;
  if (dropped <= 0) return value;
  const auto length = static_cast<int64_t>(value.digits.size());
  const size_t kept = dropped >= length ? 0 : static_cast<size_t>(length - dropped);
  std::string prefix = value.digits.substr(0, kept);
  // A digit that was dropped by more than its length counts as zero.
  const bool half = dropped <= length && value.digits[kept] >= '5';
  const bool rest = value.digits.find_first_not_of('0', kept) != std::string::npos;
  const bool away = rounding == Rounding::kHalfUp ? half
                                                  : rest && (rounding == (value.negative ? Rounding::kDown : Rounding::kUp));
  if (prefix.empty()) prefix = "0";
  if (away) {
    size_t i = prefix.size();
    while (i > 0 && prefix[i - 1] == '9') prefix[--i] = '0';
    if (i == 0) {
      prefix.insert(prefix.begin(), '1');
    } else {
      ++prefix[i - 1];
    }
  }
  BigDecimal result{value.negative, prefix, static_cast<int32_t>(digits)};
  if (prefix.find_first_not_of('0') == std::string::npos) result = {false, "0", static_cast<int32_t>(digits)};
  return result;
}

// What Java says of numbers of digits that BigDecimal cannot move the point by: its scale is an int, and 10 to the power of what it moves has
// to be a BigInteger. Zero may have any scale.
bool CheckDigits(CallContext& context, const BigDecimal& value, int64_t digits) {
  constexpr int64_t kFirstPowerTooLarge = 536'870'920;  // BigInteger.TEN.pow
  if (value.digits.find_first_not_of('0') == std::string::npos) return true;
  const int64_t scale = value.scale - digits;
  if (scale != static_cast<int32_t>(scale)) return context.Fail("java.lang.ArithmeticException", scale > 0 ? "Underflow" : "Overflow");
  if (std::llabs(scale) < kFirstPowerTooLarge) return true;
  return context.Fail("java.lang.ArithmeticException", "BigInteger would overflow supported range");
}

// The same number with zeros up to the scale.
BigDecimal WithScale(BigDecimal value, int32_t scale) {
  if (value.scale >= scale) return value;
  value.digits.append(static_cast<size_t>(scale - value.scale), '0');
  value.scale = scale;
  return value;
}

constexpr int32_t kTruncationScale = 18;

// BigDecimal.longValue: the low 64 bits of the whole part.
int64_t LowBits(const BigDecimal& value) {
  uint64_t bits = 0;
  const auto whole = static_cast<int64_t>(value.digits.size()) - value.scale;
  for (int64_t i = 0; i < whole; ++i) {
    const bool inside = i < static_cast<int64_t>(value.digits.size());
    bits = bits * 10 + static_cast<uint64_t>(inside ? value.digits[static_cast<size_t>(i)] - '0' : 0);
  }
  return static_cast<int64_t>(value.negative ? 0 - bits : bits);
}

double NearestDouble(const BigDecimal& value) {
  std::string text;
  AppendBigDecimal(value, text);
  return ParseJavaDouble(text).value_or(0);
}

// ---------------------------------------------------------------------------------------------------------- ROUND, TRUNCATE

class IntegerRounding final : public Kernel {
 public:
  IntegerRounding(TypeRoot root, Rounding rounding) : root_(root), rounding_(rounding) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const int64_t digits = arguments.size() > 1 ? arguments[1].integer : 0;
    const BigDecimal value = ToBigDecimal(arguments[0].integer, 0);
    // Flink truncates through a DECIMAL(38, 18).
    const bool truncates = rounding_ == Rounding::kTowardsZero;
    if (!(truncates && digits >= kTruncationScale) &&
        !CheckDigits(context, truncates ? WithScale(value, kTruncationScale) : value, digits)) {
      return false;
    }
    const BigDecimal rounded = RoundTo(value, digits, rounding_);
    result = Datum::Integer(NarrowInteger(LowBits(rounded), root_));
    return true;
  }

 private:
  TypeRoot root_;
  Rounding rounding_;
};

class FloatingRounding final : public Kernel {
 public:
  FloatingRounding(const LogicalType& type, Rounding rounding)
      : operand_(type), is_float_(type.Is(TypeRoot::kFloat)), rounding_(rounding) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    // Flink truncates through a DECIMAL(38, 18), which is NULL where the number does not fit.
    constexpr double kFirstTooLarge = 1e20;
    const int64_t digits = arguments.size() > 1 ? arguments[1].integer : 0;
    const double value = operand_.Double(arguments[0]);
    std::string text;
    AppendJavaDouble(value, text);
    std::string error;
    const auto number = ParseBigDecimal(text, error);
    if (!number) return context.Fail(kNumberFormatException, std::move(error));
    if (rounding_ == Rounding::kTowardsZero && std::fabs(value) >= kFirstTooLarge) {
      return context.Fail("java.lang.NullPointerException",
                          "Cannot invoke \"org.apache.flink.table.data.DecimalData.scale()\" because \"b0\" is null");
    }
    const bool truncates = rounding_ == Rounding::kTowardsZero;
    const BigDecimal decimal = truncates ? WithScale(RoundTo(*number, kTruncationScale, Rounding::kHalfUp), kTruncationScale) : *number;
    if (!(truncates && digits >= kTruncationScale) && !CheckDigits(context, decimal, digits)) return false;
    const double rounded = NearestDouble(RoundTo(decimal, digits, rounding_));
    result = is_float_ ? Datum::Float(static_cast<float>(rounded)) : Datum::Double(rounded);
    return true;
  }

 private:
  NumericOperand operand_;
  bool is_float_;
  Rounding rounding_;
};

class DecimalRounding final : public Kernel {
 public:
  DecimalRounding(const LogicalType& from, const LogicalType& to, Rounding rounding)
      : operand_(from), shape_{to.precision(), to.scale()}, rounding_(rounding) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const ScaledInteger value = operand_.Exact(arguments[0]);
    const int64_t digits = arguments.size() > 1 ? arguments[1].integer : 0;
    const BigDecimal number = ToBigDecimal(value.unscaled, value.scale);
    if (digits < value.scale && !CheckDigits(context, number, digits)) return false;
    const BigDecimal rounded = RoundTo(number, digits, rounding_);
    const auto unscaled = ToDecimal(rounded, shape_.precision, shape_.scale);
    result = unscaled ? MakeDecimal(*unscaled, shape_.precision, context.arena()) : Datum::Null();
    return true;
  }

 private:
  NumericOperand operand_;
  DecimalShape shape_;
  Rounding rounding_;
};

constexpr std::string_view kShortIsNotInt = "Assignment conversion not possible from type \"int\" to type \"";

// Flink has code for int and long only, whose result does not fit a smaller type.
BoundCall BindUncompilable(const BindRequest& request, int line) {
  const LogicalType& type = request.arguments[0].type;
  const std::string message = Concat("Line ", line, ", Column 11: ", kShortIsNotInt,
                                     type.Is(TypeRoot::kTinyint) ? "byte\"" : "short\"");
  return {.type = NullableIfAnyArgumentIs(type, request), .lazy_kernel = MakeUncompilableKernel(message)};
}

bool IsSmallInteger(const LogicalType& type) { return type.Is(TypeRoot::kTinyint) || type.Is(TypeRoot::kSmallint); }

// A literal number of digits decides the type of a DECIMAL; of another one it stays.
LogicalType RoundedType(const BindRequest& request) {
  const LogicalType& type = request.arguments[0].type;
  if (!type.Is(TypeRoot::kDecimal)) return type;
  if (request.arguments.size() == 1) return DecimalRoundType(ExactNumericShape(type), 0);
  const auto& digits = request.arguments[1].constant;
  if (!digits || digits->is_null) return type;
  return DecimalRoundType(ExactNumericShape(type), static_cast<int>(digits->integer));
}

absl::StatusOr<BoundCall> BindRounding(const BindRequest& request, Rounding rounding) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kNumeric, kInteger}, {kNumeric}}));
  const LogicalType& from = request.arguments[0].type;
  const LogicalType to = RoundedType(request);
  BoundCall call{.type = NullableIfAnyArgumentIs(to, request)};
  if (from.Is(TypeRoot::kDecimal)) {
    call.kernel = std::make_shared<DecimalRounding>(from, to, rounding);
  } else if (from.IsApproximateNumeric()) {
    call.kernel = std::make_shared<FloatingRounding>(from, rounding);
  } else {
    call.kernel = std::make_shared<IntegerRounding>(from.root(), rounding);
  }
  return call;
}

absl::StatusOr<BoundCall> BindRound(const BindRequest& request) { return BindRounding(request, Rounding::kHalfUp); }

absl::StatusOr<BoundCall> BindTruncate(const BindRequest& request) {
  DREY_ASSIGN_OR_RETURN(BoundCall call, BindRounding(request, Rounding::kTowardsZero));
  if (!IsSmallInteger(request.arguments[0].type)) return call;
  return BindUncompilable(request, request.arguments.size() == 1 ? 61 : 62);
}

// -------------------------------------------------------------------------------------------------------------- CEIL, FLOOR

class SameValue final : public Kernel {
 public:
  bool Call(CallContext&, std::span<const Datum> arguments, Datum& result) const override {
    result = arguments[0];
    return true;
  }
};

class FloatingToWhole final : public Kernel {
 public:
  FloatingToWhole(const LogicalType& type, bool up) : operand_(type), is_float_(type.Is(TypeRoot::kFloat)), up_(up) {}

  bool Call(CallContext&, std::span<const Datum> arguments, Datum& result) const override {
    const double value = operand_.Double(arguments[0]);
    const double whole = up_ ? std::ceil(value) : std::floor(value);
    result = is_float_ ? Datum::Float(static_cast<float>(whole)) : Datum::Double(whole);
    return true;
  }

 private:
  NumericOperand operand_;
  bool is_float_;
  bool up_;
};

absl::StatusOr<BoundCall> BindToWhole(const BindRequest& request, std::string_view name, bool up) {
  const Argument& argument = request.arguments[0];
  if (IsUntypedNull(argument)) return IllegalUseOfNull(argument);
  const LogicalType& type = argument.type;
  if (type.IsInterval()) return BoundCall{.type = type, .refusal = UnsupportedCall(request)};
  if (!type.IsNumeric()) {
    const std::string forms = Concat("'", name, "(<NUMERIC>)'\n'", name, "(<DATETIME_INTERVAL>)'\n'", name,
                                     "(<DATE> TO <TIME_UNIT>)'\n'", name, "(<TIME> TO <TIME_UNIT>)'\n'", name,
                                     "(<TIMESTAMP> TO <TIME_UNIT>)'");
    return CannotApplyFunction(request, forms);
  }
  if (type.IsInteger()) return BoundCall{.type = type, .kernel = std::make_shared<SameValue>()};
  if (type.IsApproximateNumeric()) return BoundCall{.type = type, .kernel = std::make_shared<FloatingToWhole>(type, up)};
  const LogicalType whole = LogicalType::Decimal(type.precision(), 0).WithNullable(type.nullable());
  return BoundCall{.type = whole,
                   .kernel = std::make_shared<DecimalRounding>(type, whole, up ? Rounding::kUp : Rounding::kDown)};
}

absl::StatusOr<BoundCall> BindCeil(const BindRequest& request) {
  if (request.arguments.size() == 1) return BindToWhole(request, "CEIL", true);
  return BindTemporalCeil(request);
}

absl::StatusOr<BoundCall> BindFloor(const BindRequest& request) {
  if (request.arguments.size() == 1) return BindToWhole(request, "FLOOR", false);
  return BindTemporalFloor(request);
}

// ---------------------------------------------------------------------------------------------------------------- ABS, SIGN

class IntegerMagnitude final : public Kernel {
 public:
  explicit IntegerMagnitude(TypeRoot root) : root_(root) {}

  bool Call(CallContext&, std::span<const Datum> arguments, Datum& result) const override {
    const int64_t value = arguments[0].integer;
    const uint64_t magnitude = value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
    result = Datum::Integer(NarrowInteger(static_cast<int64_t>(magnitude), root_));
    return true;
  }

 private:
  TypeRoot root_;
};

class FloatingMagnitude final : public Kernel {
 public:
  explicit FloatingMagnitude(bool is_float) : is_float_(is_float) {}

  bool Call(CallContext&, std::span<const Datum> arguments, Datum& result) const override {
    result = is_float_ ? Datum::Float(std::fabs(arguments[0].single)) : Datum::Double(std::fabs(arguments[0].floating));
    return true;
  }

 private:
  bool is_float_;
};

class DecimalMagnitude final : public Kernel {
 public:
  explicit DecimalMagnitude(int precision) : precision_(precision) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    const Int128 value = UnscaledOf(arguments[0], precision_);
    result = MakeDecimal(value < 0 ? -value : value, precision_, context.arena());
    return true;
  }

 private:
  int precision_;
};

absl::StatusOr<BoundCall> BindAbs(const BindRequest& request) {
  if (request.arguments.size() == 1 && request.arguments[0].type.IsInterval()) return UnsupportedCall(request);
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kNumeric}, {kInterval}}));
  const LogicalType& type = request.arguments[0].type;
  if (type.Is(TypeRoot::kDecimal)) return BoundCall{.type = type, .kernel = std::make_shared<DecimalMagnitude>(type.precision())};
  if (type.IsInteger()) return BoundCall{.type = type, .kernel = std::make_shared<IntegerMagnitude>(type.root())};
  return BoundCall{.type = type, .kernel = std::make_shared<FloatingMagnitude>(type.Is(TypeRoot::kFloat))};
}

// Math.signum leaves zeros and NaN as they are.
template <typename Number>
Number Signum(Number value) {
  return value == 0 || std::isnan(value) ? value : std::copysign(Number{1}, value);
}

class Sign final : public Kernel {
 public:
  explicit Sign(const LogicalType& type) : type_(type) {}

  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    switch (type_.root()) {
      case TypeRoot::kFloat:
        result = Datum::Float(Signum(arguments[0].single));
        return true;
      case TypeRoot::kDouble:
        result = Datum::Double(Signum(arguments[0].floating));
        return true;
      case TypeRoot::kDecimal:
        // 1 is no DECIMAL(2, 2).
        if (type_.precision() == type_.scale() && UnscaledOf(arguments[0], type_.precision()) != 0) {
          result = Datum::Null();
          return true;
        }
        result = MakeDecimal(SignOf(UnscaledOf(arguments[0], type_.precision())) * PowerOfTen(type_.scale()),
                             type_.precision(), context.arena());
        return true;
      default:
        result = Datum::Integer(SignOf(arguments[0].integer));
        return true;
    }
  }

 private:
  static int SignOf(Int128 value) { return value == 0 ? 0 : (value < 0 ? -1 : 1); }

  LogicalType type_;
};

absl::StatusOr<BoundCall> BindSign(const BindRequest& request) {
  DREY_RETURN_IF_ERROR(CheckOperands(request, {{kNumeric}}));
  const LogicalType& type = request.arguments[0].type;
  if (IsSmallInteger(type)) return BindUncompilable(request, 61);
  return BoundCall{.type = type, .kernel = std::make_shared<Sign>(type)};
}

// Calcite knows it as CEIL.
absl::StatusOr<BoundCall> BindCeiling(const BindRequest& request) {
  BindRequest ceil = request;
  ceil.name = "CEIL";
  return BindCeil(ceil);
}

}  // namespace

void RegisterRoundingFunctions(FunctionRegistry& registry) {
  const auto add = [&registry](std::string_view name, absl::StatusOr<BoundCall> (*bind)(const BindRequest&),
                               FunctionDocumentation documentation) {
    registry.Add({.name = name, .bind = bind, .documentation = documentation});
  };
  add("ABS", BindAbs, {"ABS(x)", "The number without its sign.", "ABS(-5.5)", "5.5"});
  add("SIGN", BindSign, {"SIGN(x)", "1, 0 or -1, in the type of the number.", "SIGN(-5)", "-1"});
  add("CEIL", BindCeil,
      {"CEIL(x), CEIL(timepoint TO unit)", "The least whole number that is not less, or the next unit of time.", "CEIL(1.5)", "2"});
  add("CEILING", BindCeiling, {"CEILING(x), CEILING(timepoint TO unit)", "CEIL under its other name.", "CEILING(1.5)", "2"});
  add("FLOOR", BindFloor,
      {"FLOOR(x), FLOOR(timepoint TO unit)", "The greatest whole number that is not greater, or the begun unit of time.",
       "FLOOR(-1.5)", "-2"});
  add("ROUND", BindRound,
      {"ROUND(x [, digits])", "Rounded half up to so many digits behind the point, none by default.", "ROUND(2.345, 2)", "2.35"});
  add("TRUNCATE", BindTruncate,
      {"TRUNCATE(x [, digits])", "Cut to so many digits behind the point, none by default.", "TRUNCATE(42.345, 2)", "42.34"});
}

}  // namespace drey
