#include "engine/operators/sink_materializer.h"

#include <gtest/gtest.h>

#include "tests/unit/operators/operator_under_test.h"

namespace drey {
namespace {

// Rows of two columns; the sink's key is the second.
SinkMaterializerDescription Materializer() {
  return {.schema = {{{"n", LogicalType::Integer()}, {"v", LogicalType::String()}}}, .primary_key = {1}};
}

TEST(SinkMaterializer, BringsBackTheRowBefore) {
  const SinkMaterializerSpec spec(Materializer());
  OperatorUnderTest materializer{spec};
  EXPECT_EQ(materializer.Process("+I 1 x; +I 2 x; +I 3 x"), "+I 1 x; +U 2 x; +U 3 x");
  EXPECT_EQ(materializer.Process("-D 2 x"), "");
  EXPECT_EQ(materializer.Process("-D 3 x"), "+U 1 x");
  EXPECT_EQ(materializer.Process("-U 1 x"), "-D 1 x");
  EXPECT_EQ(materializer.Process("-D 1 x"), "");
}

TEST(SinkMaterializer, ARowWithAKeyReplacesItself) {
  SinkMaterializerDescription description = Materializer();
  description.upsert_key = {0};
  const SinkMaterializerSpec spec(description);
  OperatorUnderTest materializer{spec};
  EXPECT_EQ(materializer.Process("+I 1 x; +U 1 x; -D 1 x"), "+I 1 x; +U 1 x; -D 1 x");
}

TEST(SinkMaterializer, WithoutAKeyEqualRowsAreTwo) {
  const SinkMaterializerSpec spec(Materializer());
  OperatorUnderTest materializer{spec};
  EXPECT_EQ(materializer.Process("+I 1 x; +I 1 x; -D 1 x; -D 1 x"), "+I 1 x; +U 1 x; -D 1 x");
}

TEST(SinkMaterializer, GoesOnFromASnapshot) {
  const SinkMaterializerSpec spec(Materializer());
  OperatorUnderTest before{spec};
  before.Process("+I 1 x; +I 2 x");
  OperatorUnderTest after{spec};
  ASSERT_TRUE(after.Restore(before.Snapshot()));
  EXPECT_EQ(after.Process("-D 2 x"), "+U 1 x");
}

TEST(SinkMaterializer, IsDescribedByTheSinksKey) {
  EXPECT_EQ(SinkMaterializerSpec(Materializer()).Describe(), "SinkMaterializer(pk=[v])");
}

}  // namespace
}  // namespace drey
