#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "engine/functions/cast/value_text.h"
#include "engine/functions/function_registry.h"

namespace drey {
namespace {

using Type = LogicalType;

struct MathOperand {
  Type type;
  Datum value;
  bool is_literal = true;
};

class MathTest : public testing::Test {
 protected:
  static MathOperand Int(int64_t value) { return {Type::Integer().AsNotNull(), Datum::Integer(value)}; }
  static MathOperand Big(int64_t value) { return {Type::Bigint().AsNotNull(), Datum::Integer(value)}; }
  static MathOperand Double(double value) { return {Type::Double().AsNotNull(), Datum::Double(value)}; }
  static MathOperand Float(float value) { return {Type::Float().AsNotNull(), Datum::Float(value)}; }
  static MathOperand Text(std::string_view text) { return {Type::String().AsNotNull(), Datum::Text(text)}; }
  static MathOperand Decimal(int64_t unscaled, int precision, int scale) {
    return {Type::Decimal(precision, scale).AsNotNull(), Datum::Integer(unscaled)};
  }
  static MathOperand Column(MathOperand operand) {
    operand.is_literal = false;
    return operand;
  }

  absl::StatusOr<BoundCall> Bind(std::string_view name, const std::vector<MathOperand>& operands) {
    const ScalarFunction* function = FunctionRegistry::BuiltIn().Find(name, environment_.version);
    std::vector<Argument> arguments;
    for (const MathOperand& operand : operands) {
      arguments.push_back({.type = operand.type, .range = {}, .constant = std::nullopt, .symbol = {}});
      if (operand.is_literal) arguments.back().constant = operand.value;
    }
    return function->bind({.name = name, .arguments = arguments, .version = environment_.version, .range = {}, .target = {}});
  }

  std::string Call(const BoundCall& call, const std::vector<MathOperand>& operands) {
    std::vector<Datum> values;
    for (const MathOperand& operand : operands) values.push_back(operand.value);
    CallContext context(arena_, environment_);
    Datum result = Datum::Null();
    if (!call.kernel->Call(context, values, result)) return context.failure().flink_class + ": " + context.failure().message;
    std::string text;
    AppendAsString(result, call.type, environment_, text);
    return text + " : " + call.type.ToString();
  }

  // "value : TYPE", "class: message" of a failure, or the message of a refusal.
  std::string Evaluate(std::string_view name, const std::vector<MathOperand>& operands) {
    const auto call = Bind(name, operands);
    return call.ok() ? Call(*call, operands) : std::string(MessageOf(call.status()));
  }

  Arena arena_;
  EvaluationContext environment_;
};

TEST_F(MathTest, RoundsHalfAwayFromZero) {
  EXPECT_EQ(Evaluate("ROUND", {Decimal(2345, 4, 3), Int(2)}), "2.35 : DECIMAL(4, 2) NOT NULL");
  EXPECT_EQ(Evaluate("ROUND", {Decimal(1234567, 7, 3), Int(-2)}), "1200 : DECIMAL(5, 0) NOT NULL");
  EXPECT_EQ(Evaluate("ROUND", {Double(-2.5)}), "-3.0 : DOUBLE NOT NULL");
}

TEST_F(MathTest, DigitsThatAreNoLiteralLeaveTheTypeAlone) {
  EXPECT_EQ(Evaluate("ROUND", {Decimal(1234567, 10, 3), Column(Int(2))}), "1234.570 : DECIMAL(10, 3) NOT NULL");
}

TEST_F(MathTest, TruncatesTowardsZero) {
  EXPECT_EQ(Evaluate("TRUNCATE", {Decimal(-42345, 5, 3), Int(2)}), "-42.34 : DECIMAL(5, 2) NOT NULL");
  EXPECT_EQ(Evaluate("TRUNCATE", {Decimal(42345, 5, 3), Int(-1)}), "40 : DECIMAL(3, 0) NOT NULL");
}

TEST_F(MathTest, CeilAndFloorGoToTheNextWholeNumber) {
  EXPECT_EQ(Evaluate("CEIL", {Double(-0.5)}), "-0.0 : DOUBLE NOT NULL");
  EXPECT_EQ(Evaluate("CEILING", {Decimal(15, 2, 1)}), "2 : DECIMAL(2, 0) NOT NULL");
  EXPECT_EQ(Evaluate("FLOOR", {Decimal(-15, 2, 1)}), "-2 : DECIMAL(2, 0) NOT NULL");
  EXPECT_EQ(Evaluate("FLOOR", {Int(7)}), "7 : INT NOT NULL");
}

TEST_F(MathTest, MagnitudeOfTheLeastNumberIsItself) {
  EXPECT_EQ(Evaluate("ABS", {Int(-5)}), "5 : INT NOT NULL");
  EXPECT_EQ(Evaluate("ABS", {Big(std::numeric_limits<int64_t>::min())}), "-9223372036854775808 : BIGINT NOT NULL");
  EXPECT_EQ(Evaluate("ABS", {Float(-0.0F)}), "0.0 : FLOAT NOT NULL");
}

TEST_F(MathTest, SignKeepsTheType) {
  EXPECT_EQ(Evaluate("SIGN", {Decimal(-125, 3, 2)}), "-1.00 : DECIMAL(3, 2) NOT NULL");
  EXPECT_EQ(Evaluate("SIGN", {Double(std::nan(""))}), "NaN : DOUBLE NOT NULL");
}

TEST_F(MathTest, PowersFollowJavaAtTheEdges) {
  EXPECT_EQ(Evaluate("POWER", {Int(2), Int(10)}), "1024.0 : DOUBLE NOT NULL");
  EXPECT_EQ(Evaluate("POWER", {Double(1), Double(std::numeric_limits<double>::infinity())}), "NaN : DOUBLE NOT NULL");
  EXPECT_EQ(Evaluate("POWER", {Double(1), Double(std::nan(""))}), "NaN : DOUBLE NOT NULL");
  EXPECT_EQ(Evaluate("SQRT", {Int(-1)}), "NaN : DOUBLE NOT NULL");
}

TEST_F(MathTest, LogarithmsTakeTheBaseFirst) {
  EXPECT_EQ(Evaluate("LOG", {Int(2), Int(8)}), "3.0 : DOUBLE NOT NULL");
  EXPECT_EQ(Evaluate("LOG10", {Int(1000)}), "3.0 : DOUBLE NOT NULL");
  EXPECT_EQ(Evaluate("LN", {Int(0)}), "-Infinity : DOUBLE NOT NULL");
}

TEST_F(MathTest, OneKindOfDecimalHasNoArcTangentWithOthers) {
  EXPECT_EQ(Evaluate("ATAN2", {Int(1), Int(1)}), "0.7853981633974483 : DOUBLE NOT NULL");
  EXPECT_FALSE(Bind("ATAN2", {Decimal(1, 1, 0), Double(1)}).ok());
}

TEST_F(MathTest, SeedsBeginOneSequenceOfNumbers) {
  const auto call = Bind("RAND_INTEGER", {Int(5), Int(10)});
  ASSERT_TRUE(call.ok());
  EXPECT_EQ(Call(*call, {Int(5), Int(10)}), "7 : INT NOT NULL");
  EXPECT_EQ(Call(*call, {Int(5), Int(10)}), "2 : INT NOT NULL");
  EXPECT_EQ(Evaluate("RAND", {Int(5)}), "0.730519863614471 : DOUBLE NOT NULL");
}

TEST_F(MathTest, ASeedFromAColumnBeginsAnewInEachRow) {
  const std::vector<MathOperand> operands = {Column(Int(5)), Int(10)};
  const auto call = Bind("RAND_INTEGER", operands);
  ASSERT_TRUE(call.ok());
  EXPECT_EQ(Call(*call, operands), "7 : INT NOT NULL");
  EXPECT_EQ(Call(*call, operands), "7 : INT NOT NULL");
}

TEST_F(MathTest, BoundOfRandomNumbersIsPositive) {
  EXPECT_EQ(Evaluate("RAND_INTEGER", {Int(0)}), "java.lang.IllegalArgumentException: bound must be positive");
}

TEST_F(MathTest, BinaryDigitsOfNegativeNumbersAreAll64) {
  EXPECT_EQ(Evaluate("BIN", {Int(4)}), "100 : STRING NOT NULL");
  EXPECT_EQ(Evaluate("BIN", {Int(0)}), "0 : STRING NOT NULL");
  EXPECT_EQ(Evaluate("BIN", {Int(-1)}), std::string(64, '1') + " : STRING NOT NULL");
}

TEST_F(MathTest, RefusesOtherOperandsAsCalcite) {
  EXPECT_EQ(Evaluate("BIN", {Text("a")}), "Cannot apply 'BIN' to arguments of type 'BIN(<VARCHAR(2147483647)>)'. Supported form(s): 'BIN(<INTEGER>)'");
  EXPECT_EQ(Evaluate("BIN", {Int(1), Int(2)}), "Invalid number of arguments to function 'BIN'. Was expecting 1 arguments");
}

}  // namespace
}  // namespace drey
