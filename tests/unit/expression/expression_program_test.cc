#include "engine/expression/expression_program.h"

#include "tests/unit/expression/test_kernels.h"

#include <gtest/gtest.h>

namespace drey {
namespace {

BoundExpressionPointer Call(std::string name, BoundExpressionPointer operand, bool deterministic = true) {
  BoundCall call{.type = LogicalType::Integer(), .kernel = std::make_shared<AddOne>(), .deterministic = deterministic};
  return MakeCall(std::move(name), std::make_shared<const BoundCall>(std::move(call)), {std::move(operand)}, {});
}

class ExpressionProgramTest : public testing::Test {
 protected:
  void Compile(std::vector<BoundExpressionPointer> roots) {
    evaluator_ = std::make_unique<ExpressionEvaluator>(std::make_shared<const ExpressionProgram>(roots));
  }
  void SetRow(std::vector<Datum> row) {
    row_ = std::move(row);
    evaluator_->SetRow(row_, context_);
  }
  Datum Evaluate(size_t root) {
    Datum value;
    EXPECT_TRUE(evaluator_->Evaluate(root, value));
    return value;
  }

  EvaluationContext environment_;
  Arena arena_;
  CallContext context_{arena_, environment_};
  std::vector<Datum> row_;
  std::unique_ptr<ExpressionEvaluator> evaluator_;
};

TEST_F(ExpressionProgramTest, EqualCallsAreComputedOncePerRow) {
  Compile({Call("F", Input(0)), Call("F", Input(0)), Call("F", Call("F", Input(0)))});
  SetRow({Datum::Integer(1)});
  EXPECT_EQ(Evaluate(0).integer, 2);
  EXPECT_EQ(Evaluate(1).integer, 2);
  EXPECT_EQ(Evaluate(2).integer, 3);
  EXPECT_EQ(evaluator_->CallsOf("F"), 2);
  SetRow({Datum::Integer(5)});
  EXPECT_EQ(Evaluate(0).integer, 6);
  EXPECT_EQ(evaluator_->CallsOf("F"), 3);
}

TEST_F(ExpressionProgramTest, NonDeterministicCallsAreNotShared) {
  Compile({Call("RAND", Input(0), false), Call("RAND", Input(0), false)});
  SetRow({Datum::Integer(1)});
  Evaluate(0);
  Evaluate(1);
  EXPECT_EQ(evaluator_->CallsOf("RAND"), 2);
}

TEST_F(ExpressionProgramTest, ABranchThatIsNotTakenComputesNothing) {
  const auto shared = Call("F", Input(1));
  Compile({If(Input(0), shared, Input(1)), shared});
  SetRow({Datum::Boolean(false), Datum::Integer(13)});
  EXPECT_EQ(Evaluate(0).integer, 13);
  EXPECT_EQ(evaluator_->CallsOf("F"), 0);
}

// FLINK-40233: a value that a skipped branch did not compute must not be taken for NULL by those who share it.
TEST_F(ExpressionProgramTest, WhatASkippedBranchSharesIsComputedWhereItIsNeeded) {
  const auto shared = Call("F", Input(1));
  Compile({If(Input(0), shared, Input(1)), shared});
  SetRow({Datum::Boolean(false), Datum::Integer(4)});
  EXPECT_EQ(Evaluate(0).integer, 4);
  EXPECT_EQ(Evaluate(1).integer, 5);
  SetRow({Datum::Boolean(true), Datum::Integer(7)});
  EXPECT_EQ(Evaluate(0).integer, 8);
  EXPECT_EQ(Evaluate(1).integer, 8);
  EXPECT_EQ(evaluator_->CallsOf("F"), 2);
}

TEST_F(ExpressionProgramTest, AFailureIsReportedAndMetAgainByWhoeverSharesIt) {
  Compile({Call("F", Input(0)), Call("F", Input(0))});
  SetRow({Datum::Integer(13)});
  Datum value;
  EXPECT_FALSE(evaluator_->Evaluate(0, value));
  EXPECT_EQ(context_.TakeFailure().message, "thirteen");
  EXPECT_FALSE(evaluator_->Evaluate(1, value));
  EXPECT_EQ(context_.TakeFailure().flink_class, "java.lang.ArithmeticException");
}

TEST_F(ExpressionProgramTest, NullArgumentsGiveNullWithoutACall) {
  Compile({Call("F", Input(0))});
  SetRow({Datum::Null()});
  EXPECT_TRUE(Evaluate(0).is_null);
}

TEST_F(ExpressionProgramTest, AFieldOfANullRowIsNull) {
  const LogicalType row = LogicalType::Row({{"a", LogicalType::Integer()}, {"b", LogicalType::Integer().AsNotNull()}});
  const auto field = MakeField(MakeInput(0, "r", row, {}), 1, {});
  EXPECT_EQ(field->type, LogicalType::Integer());
  Compile({field});
  SetRow({Datum::Null()});
  EXPECT_TRUE(Evaluate(0).is_null);
  const Datum cells[] = {Datum::Integer(1), Datum::Integer(2)};
  SetRow({Datum::Cells(cells, 2)});
  EXPECT_EQ(Evaluate(0).integer, 2);
}

}  // namespace
}  // namespace drey
