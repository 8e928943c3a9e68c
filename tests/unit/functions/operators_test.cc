#include <gtest/gtest.h>

#include "engine/functions/cast/value_text.h"
#include "engine/functions/function_registry.h"

namespace drey {
namespace {

using Type = LogicalType;

struct Operand {
  Type type;
  Datum value;
};

// Values that are all there at once.
class ReadyArguments final : public LazyArguments {
 public:
  explicit ReadyArguments(const std::vector<Datum>& values) : values_(values) {}

  size_t size() const override { return values_.size(); }
  bool Get(size_t i, Datum& value) override {
    asked.push_back(i);
    value = values_[i];
    return true;
  }

  std::vector<size_t> asked;

 private:
  const std::vector<Datum>& values_;
};

class OperatorTest : public testing::Test {
 protected:
  static Operand Int(int64_t value) { return {Type::Integer().AsNotNull(), Datum::Integer(value)}; }
  static Operand Tiny(int64_t value) { return {Type::Tinyint().AsNotNull(), Datum::Integer(value)}; }
  static Operand Double(double value) { return {Type::Double().AsNotNull(), Datum::Double(value)}; }
  static Operand Decimal(int64_t unscaled, int precision, int scale) {
    return {Type::Decimal(precision, scale).AsNotNull(), Datum::Integer(unscaled)};
  }
  static Operand Text(std::string_view text) { return {Type::String().AsNotNull(), Datum::Text(text)}; }
  static Operand Bool(bool value) { return {Type::Boolean().AsNotNull(), Datum::Boolean(value)}; }
  static Operand NullOf(const Type& type) { return {type, Datum::Null()}; }

  absl::StatusOr<BoundCall> Bind(std::string_view name, const std::vector<Operand>& operands) {
    const ScalarFunction* function = FunctionRegistry::BuiltIn().Find(name, environment_.version);
    std::vector<Argument> arguments;
    for (const Operand& operand : operands) {
      arguments.push_back({.type = operand.type, .range = {}, .constant = std::nullopt, .symbol = {}});
    }
    return function->bind({.name = name, .arguments = arguments, .version = environment_.version, .range = {}, .target = {}});
  }

  // "value : TYPE", "class: message" of a failure, or the message of a refusal. Operands are not cast.
  std::string Evaluate(std::string_view name, const std::vector<Operand>& operands) {
    const auto call = Bind(name, operands);
    if (!call.ok()) return std::string(MessageOf(call.status()));
    if (!call->refusal.ok()) return std::string(MessageOf(call->refusal));
    std::vector<Datum> values;
    bool has_null = false;
    for (const Operand& operand : operands) {
      values.push_back(operand.value);
      has_null |= operand.value.is_null;
    }
    CallContext context(arena_, environment_);
    Datum result = Datum::Null();
    ReadyArguments lazy(values);
    bool ok = true;
    if (call->lazy_kernel) {
      ok = call->lazy_kernel->Call(context, lazy, result);
    } else if (!has_null || !call->null_on_null) {
      ok = call->kernel->Call(context, values, result);
    }
    asked_ = lazy.asked;
    if (!ok) return context.failure().flink_class + ": " + context.failure().message;
    std::string text;
    AppendAsString(result, call->type, environment_, text);
    return text + " : " + call->type.ToString();
  }

  Arena arena_;
  EvaluationContext environment_;
  std::vector<size_t> asked_;
};

TEST_F(OperatorTest, IntegersWrapAndFailOnZero) {
  EXPECT_EQ(Evaluate("+", {Int(2147483647), Int(1)}), "-2147483648 : INT NOT NULL");
  EXPECT_EQ(Evaluate("*", {Tiny(127), Tiny(2)}), "-2 : TINYINT NOT NULL");
  EXPECT_EQ(Evaluate("/", {Int(-2147483648), Int(-1)}), "-2147483648 : INT NOT NULL");
  EXPECT_EQ(Evaluate("%", {Int(-7), Int(3)}), "-1 : INT NOT NULL");
  EXPECT_EQ(Evaluate("/", {Int(1), Int(0)}), "java.lang.ArithmeticException: / by zero");
  EXPECT_EQ(Evaluate("-/1", {Tiny(-128)}), "-128 : TINYINT NOT NULL");
}

TEST_F(OperatorTest, DecimalsHaveFlinksTypes) {
  EXPECT_EQ(Evaluate("+", {Decimal(150, 10, 2), Int(1)}), "2.50 : DECIMAL(13, 2) NOT NULL");
  EXPECT_EQ(Evaluate("*", {Decimal(150, 10, 2), Decimal(150, 10, 2)}), "2.2500 : DECIMAL(21, 4) NOT NULL");
  EXPECT_EQ(Evaluate("/", {Decimal(100, 5, 2), Decimal(300, 5, 2)}), "0.33333333 : DECIMAL(13, 8) NOT NULL");
  EXPECT_EQ(Evaluate("/", {Decimal(0, 5, 2), Int(0)}), "java.lang.ArithmeticException: Division undefined");
  EXPECT_EQ(Evaluate("+", {Decimal(150, 10, 2), Double(1)}), "2.5 : DOUBLE NOT NULL");
  EXPECT_EQ(Evaluate("MOD", {Decimal(550, 3, 2), Int(2)}), "1.50 : DECIMAL(3, 2) NOT NULL");
}

TEST_F(OperatorTest, RefusesOperandsAsCalcite) {
  EXPECT_EQ(Evaluate("+", {Bool(true), Int(1)}),
            "Cannot apply '+' to arguments of type '<BOOLEAN> + <INTEGER>'. Supported form(s): '<NUMERIC> + <NUMERIC>'\n"
            "'<DATETIME_INTERVAL> + <DATETIME_INTERVAL>'\n'<DATETIME> + <DATETIME_INTERVAL>'\n'<DATETIME_INTERVAL> + <DATETIME>'");
  EXPECT_EQ(Evaluate("+", {Int(1), NullOf(Type::Null())}), "Illegal use of 'NULL'");
  EXPECT_EQ(Evaluate("=", {Text("1"), Int(1)}), "implicit type conversion between VARCHAR and INTEGER is not supported now");
  EXPECT_EQ(Evaluate("%", {Double(1), Int(2)}),
            "Cannot apply '%' to arguments of type '<DOUBLE> % <INTEGER>'. Supported form(s): '<EXACT_NUMERIC> % <EXACT_NUMERIC>'");
}

TEST_F(OperatorTest, ComparesAcrossTypes) {
  EXPECT_EQ(Evaluate("=", {Decimal(150, 10, 2), Double(1.5)}), "TRUE : BOOLEAN NOT NULL");
  EXPECT_EQ(Evaluate("<", {Text("10"), Int(9)}), "FALSE : BOOLEAN NOT NULL");
  EXPECT_EQ(Evaluate("<", {Text("x"), Int(9)}),
            "java.lang.NumberFormatException: For input string: 'x'. Invalid character found.");
  EXPECT_EQ(Evaluate("=", {Bool(true), Text("TRUE")}), "FALSE : BOOLEAN NOT NULL");
  EXPECT_EQ(Evaluate("=", {Double(std::nan("")), Double(std::nan(""))}), "FALSE : BOOLEAN NOT NULL");
  EXPECT_EQ(Evaluate("<", {Text("\U0001F355"), Text("\uFFEE")}), "TRUE : BOOLEAN NOT NULL");
  EXPECT_EQ(Evaluate("IS DISTINCT FROM", {NullOf(Type::Integer()), Int(1)}), "TRUE : BOOLEAN NOT NULL");
}

TEST_F(OperatorTest, ConnectivesStopOnlyAtTheDecidingValue) {
  EXPECT_EQ(Evaluate("AND", {Bool(false), NullOf(Type::Boolean())}), "FALSE : BOOLEAN");
  EXPECT_EQ(asked_, std::vector<size_t>({0}));
  EXPECT_EQ(Evaluate("AND", {NullOf(Type::Boolean()), Bool(false)}), "FALSE : BOOLEAN");
  EXPECT_EQ(asked_, std::vector<size_t>({0, 1}));
  EXPECT_EQ(Evaluate("OR", {NullOf(Type::Boolean()), Bool(false)}), "NULL : BOOLEAN");
}

TEST_F(OperatorTest, BetweenAndInAreLazy) {
  EXPECT_EQ(Evaluate("BETWEEN ASYMMETRIC", {Int(1), Int(5), Int(9)}), "FALSE : BOOLEAN NOT NULL");
  EXPECT_EQ(asked_, std::vector<size_t>({0, 1}));
  EXPECT_EQ(Evaluate("BETWEEN SYMMETRIC", {Int(7), Int(9), Int(5)}), "TRUE : BOOLEAN NOT NULL");
  EXPECT_EQ(Evaluate("IN", {Int(1), NullOf(Type::Integer()), Int(2)}), "NULL : BOOLEAN");
  EXPECT_EQ(Evaluate("IN", {Int(1), Int(1), Int(2)}), "TRUE : BOOLEAN NOT NULL");
  EXPECT_EQ(asked_, std::vector<size_t>({0, 1}));
}

TEST_F(OperatorTest, CaseChoosesAndCoalesceEvaluatesAll) {
  EXPECT_EQ(Evaluate("CASE", {Bool(false), Int(1), Bool(true), Int(2), Int(3)}), "2 : INT NOT NULL");
  EXPECT_EQ(asked_, std::vector<size_t>({0, 2, 3}));
  EXPECT_EQ(Evaluate("COALESCE", {NullOf(Type::Integer()), NullOf(Type::Integer()), Int(3), Int(4)}), "3 : INT NOT NULL");
  EXPECT_EQ(asked_, std::vector<size_t>({0, 1, 2}));
  EXPECT_EQ(Evaluate("NULLIF", {Int(1), Int(1)}), "NULL : INT");
  EXPECT_EQ(Evaluate("GREATEST", {Double(1), Double(std::nan(""))}), "NaN : DOUBLE NOT NULL");
  EXPECT_EQ(Evaluate("CASE", {Bool(true), Text("a"), Int(1)}), "Illegal mixing of types in CASE or COALESCE statement");
}

}  // namespace
}  // namespace drey
