#include "engine/types/row_batch.h"

#include <gtest/gtest.h>

namespace drey {
namespace {

TEST(RowBatchTest, KeepsKindsOriginsAndErrorsBesideTheCells) {
  RowBatch batch(2);
  const RecordView record{.topic = "t", .partition = 1, .offset = 7};
  batch.AppendRow(RowKind::kInsert, &record)[0] = Datum::Integer(1);
  batch.AppendError(&record, {.message = "bad"});
  batch.AppendRow(RowKind::kDelete, nullptr)[1] = Datum::Integer(3);
  ASSERT_EQ(batch.size(), 3u);
  EXPECT_EQ(batch.row(0)[0].integer, 1);
  EXPECT_TRUE(batch.row(0)[1].is_null);
  EXPECT_EQ(batch.error(0), nullptr);
  ASSERT_NE(batch.error(1), nullptr);
  EXPECT_EQ(batch.error(1)->message, "bad");
  EXPECT_EQ(batch.origin(1)->offset, 7);
  EXPECT_EQ(batch.kind(2), RowKind::kDelete);
}

TEST(RowBatchTest, TheFirstErrorOfARowCounts) {
  RowBatch batch(1);
  batch.AppendRow(RowKind::kInsert, nullptr);
  batch.SetError(0, {.message = "first"});
  batch.SetError(0, {.message = "second"});
  EXPECT_EQ(batch.error(0)->message, "first");
}

TEST(RowBatchTest, KeepRowsMovesErrorsWithTheirRows) {
  RowBatch batch(1);
  for (int i = 0; i < 4; ++i) batch.AppendRow(RowKind::kInsert, nullptr)[0] = Datum::Integer(i);
  batch.SetError(1, {.message = "one"});
  batch.SetError(3, {.message = "three"});
  batch.KeepRows({false, false, true, true});
  ASSERT_EQ(batch.size(), 2u);
  EXPECT_EQ(batch.row(0)[0].integer, 2);
  EXPECT_EQ(batch.error(0), nullptr);
  EXPECT_EQ(batch.error(1)->message, "three");
}

TEST(RowBatchTest, ReplaceCellsGivesTheOldOnesAndKeepsTheRows) {
  RowBatch batch(2);
  batch.AppendRow(RowKind::kUpdateAfter, nullptr)[1] = Datum::Integer(5);
  const auto old = batch.ReplaceCells(3);
  ASSERT_EQ(old.size(), 2u);
  EXPECT_EQ(old[1].integer, 5);
  EXPECT_EQ(batch.row(0).size(), 3u);
  EXPECT_TRUE(batch.row(0)[2].is_null);
  EXPECT_EQ(batch.kind(0), RowKind::kUpdateAfter);
}

TEST(RowBatchTest, ResetForgetsEverything) {
  RowBatch batch(1);
  batch.AppendError(nullptr, {.message = "bad"});
  batch.Reset(4);
  EXPECT_TRUE(batch.empty());
  EXPECT_FALSE(batch.has_errors());
  EXPECT_EQ(batch.AppendRow(RowKind::kInsert, nullptr).size(), 4u);
}

}  // namespace
}  // namespace drey
