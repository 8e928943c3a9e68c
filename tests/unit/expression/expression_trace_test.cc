#include "engine/expression/expression_trace.h"

#include "tests/unit/expression/test_kernels.h"

#include <gtest/gtest.h>

namespace drey {
namespace {

BoundExpressionPointer PlusOne(std::string name, BoundExpressionPointer operand) {
  BoundCall call{.type = LogicalType::Integer(), .kernel = std::make_shared<AddOne>()};
  return MakeCall(std::move(name), std::make_shared<const BoundCall>(std::move(call)), {std::move(operand)}, {});
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
