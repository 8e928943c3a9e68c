#include "engine/expression/expression_trace.h"

#include <gtest/gtest.h>

namespace drey {
namespace {

// Gives argument + 1, fails for 13.
class AddOne final : public Kernel {
 public:
  bool Call(CallContext& context, std::span<const Datum> arguments, Datum& result) const override {
    if (arguments[0].integer == 13) return context.Fail("java.lang.ArithmeticException", "thirteen");
    result = Datum::Integer(arguments[0].integer + 1);
    return true;
  }
};

// The first argument decides which of the other two is evaluated.
class Choose final : public LazyKernel {
 public:
  bool Call(CallContext&, LazyArguments& arguments, Datum& result) const override {
    Datum condition;
    if (!arguments.Get(0, condition)) return false;
    return arguments.Get(condition.boolean() ? 1 : 2, result);
  }
};

BoundExpressionPointer Input(size_t index) { return MakeInput(index, "i", LogicalType::Integer(), {}); }

BoundExpressionPointer PlusOne(std::string name, BoundExpressionPointer operand) {
  BoundCall call{.type = LogicalType::Integer(), .kernel = std::make_shared<AddOne>()};
  return MakeCall(std::move(name), std::make_shared<const BoundCall>(std::move(call)), {std::move(operand)}, {});
}

BoundExpressionPointer If(BoundExpressionPointer condition, BoundExpressionPointer yes, BoundExpressionPointer no) {
  BoundCall call{.type = LogicalType::Integer(), .lazy_kernel = std::make_shared<Choose>(), .null_on_null = false};
  return MakeCall("IF", std::make_shared<const BoundCall>(std::move(call)), {std::move(condition), std::move(yes), std::move(no)}, {});
}

using State = TracedPart::State;

struct Trace {
  std::vector<TracedPart> parts;
  std::string failure;
};

Trace TraceOf(const BoundExpressionPointer& expression, std::vector<Datum> row) {
  EvaluationContext environment;
  Arena arena;
  CallContext context(arena, environment);
  Trace trace{ExpressionTracer({expression}).Trace(0, row, context), ""};
  if (context.failed()) trace.failure = context.failure().message;
  for (TracedPart& part : trace.parts) part.expression = nullptr;  // gone with the tracer
  return trace;
}

TEST(ExpressionTraceTest, EachPartHasItsValueBeforeItsOwnParts) {
  const Trace trace = TraceOf(PlusOne("outer", PlusOne("inner", Input(0))), {Datum::Integer(1)});
  ASSERT_EQ(trace.parts.size(), 3U);
  EXPECT_EQ(trace.parts[0].value.integer, 3);
  EXPECT_EQ(trace.parts[1].value.integer, 2);
  EXPECT_EQ(trace.parts[2].value.integer, 1);
  EXPECT_EQ(trace.parts[2].depth, 2);
}

TEST(ExpressionTraceTest, ABranchThatIsNotTakenIsNotComputed) {
  const Trace trace = TraceOf(If(Input(0), PlusOne("yes", Input(1)), PlusOne("no", Input(1))), {Datum::Boolean(true), Datum::Integer(5)});
  EXPECT_EQ(trace.parts[0].value.integer, 6);
  EXPECT_EQ(trace.parts[2].state, State::kValue);
  EXPECT_EQ(trace.parts[4].state, State::kNotComputed);
}

TEST(ExpressionTraceTest, ThePartThatFailedIsFound) {
  const Trace trace = TraceOf(PlusOne("outer", PlusOne("middle", PlusOne("inner", Input(0)))), {Datum::Integer(12)});
  EXPECT_EQ(trace.parts[0].state, State::kNotComputed);
  EXPECT_EQ(trace.parts[1].state, State::kFailed);
  EXPECT_EQ(trace.parts[2].value.integer, 13);
  EXPECT_EQ(trace.failure, "thirteen");
}

}  // namespace
}  // namespace drey
