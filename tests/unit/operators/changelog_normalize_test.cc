#include "engine/operators/changelog_normalize.h"

#include <gtest/gtest.h>

#include "engine/expression/binder.h"
#include "tests/unit/operators/operator_under_test.h"

namespace drey {
namespace {

ChangelogNormalizeDescription Description() {
  return {.schema = {{{"k", LogicalType::Integer()}, {"v", LogicalType::String()}}}, .keys = {0}};
}

TEST(ChangelogNormalize, TellsWhatChanged) {
  const ChangelogNormalizeSpec spec(Description());
  OperatorUnderTest normalize{spec};
  EXPECT_EQ(normalize.Process("+I 1 a; +I 2 b"), "+I 1 a; +I 2 b");
  EXPECT_EQ(normalize.Process("+I 1 a"), "");
  EXPECT_EQ(normalize.Process("+I 1 c; -D 2 ~"), "+U 1 c; -D 2 b");
  EXPECT_EQ(normalize.Process("-D 2 ~; -D 9 ~; +I 2 b"), "+I 2 b");
}

TEST(ChangelogNormalize, TellsWhatWasThereBefore) {
  ChangelogNormalizeDescription description = Description();
  description.emits_update_before = true;
  const ChangelogNormalizeSpec spec(description);
  OperatorUnderTest normalize{spec};
  EXPECT_EQ(normalize.Process("+I 1 a; +I 1 b"), "+I 1 a; -U 1 a; +U 1 b");
}

TEST(ChangelogNormalize, AnUpdateRepeatsNothingInTheOlderRelease) {
  ChangelogNormalizeDescription description = Description();
  const ChangelogNormalizeSpec older(description);
  description.version = FlinkVersion::k2_3;
  const ChangelogNormalizeSpec newer(description);
  EXPECT_EQ(OperatorUnderTest(older).Process("+I 1 a; +U 1 a"), "+I 1 a; +U 1 a");
  EXPECT_EQ(OperatorUnderTest(newer).Process("+I 1 a; +U 1 a"), "+I 1 a");
}

TEST(ChangelogNormalize, WithAFilterRowsThatDoNotMatchAreGone) {
  ChangelogNormalizeDescription description = Description();
  const auto value = MakeInput(1, "v", LogicalType::String(), {});
  const auto wanted = MakeLiteral(LogicalType::String().AsNotNull(), Datum::Text("a"), {});
  description.filter = *BindFunction("=", {value, wanted}, {}, FlinkVersion::k2_3);
  const ChangelogNormalizeSpec spec(description);
  OperatorUnderTest normalize{spec};
  EXPECT_EQ(normalize.Process("+I 1 a; +I 2 b; +I 1 c; +I 1 c; +I 1 a"), "+I 1 a; -D 1 a; +I 1 a");
}

TEST(ChangelogNormalize, ForgetsAfterTheTimeToLive) {
  ChangelogNormalizeDescription description = Description();
  description.time_to_live = absl::Hours(1);
  const ChangelogNormalizeSpec spec(description);
  OperatorUnderTest normalize{spec};
  normalize.SetTime(absl::UnixEpoch());
  EXPECT_EQ(normalize.Process("+I 1 a; +I 1 a"), "+I 1 a; +U 1 a");
  normalize.SetTime(absl::UnixEpoch() + absl::Hours(1));
  EXPECT_EQ(normalize.Process("-D 1 ~; +I 1 a"), "+I 1 a");
}

TEST(ChangelogNormalize, OfABundleTheLastRowOfAKeyCounts) {
  ChangelogNormalizeDescription description = Description();
  description.bundle_size = 100;
  const ChangelogNormalizeSpec spec(description);
  OperatorUnderTest normalize{spec};
  EXPECT_EQ(normalize.Process("+I 1 a; +I 2 b; +I 1 c; -D 3 ~; +I 4 d; +I 5 x; -D 5 ~; +I 5 x"), "");
  EXPECT_EQ(normalize.Release(), "+I 2 b; +I 5 x; +I 1 c; +I 4 d");  // in the order of Flink's map
  EXPECT_EQ(normalize.Release(), "");
  normalize.Process("-D 1 ~; +I 2 b; +I 4 e");
  EXPECT_EQ(normalize.Release(), "-D 1 c; +U 4 e");
}

TEST(ChangelogNormalize, ABundleEndsWithItsSize) {
  ChangelogNormalizeDescription description = Description();
  description.bundle_size = 2;
  const ChangelogNormalizeSpec spec(description);
  OperatorUnderTest normalize{spec};
  EXPECT_EQ(normalize.Process("+I 1 a; +I 1 b; +I 1 c; +I 2 d; +I 3 e"), "+I 1 b; +I 2 d; +U 1 c");
  EXPECT_EQ(normalize.Release(), "+I 3 e");
}

TEST(ChangelogNormalize, ABundleIsHeldForItsTime) {
  ChangelogNormalizeDescription description = Description();
  description.bundle_size = 100;
  description.bundle_latency = absl::Seconds(2);
  const ChangelogNormalizeSpec spec(description);
  OperatorUnderTest normalize{spec};
  normalize.SetTime(absl::UnixEpoch());
  EXPECT_EQ(normalize.held_until(), absl::InfiniteFuture());
  normalize.Process("+I 1 a");
  normalize.SetTime(absl::UnixEpoch() + absl::Seconds(1));
  normalize.Process("+I 1 b");
  EXPECT_EQ(normalize.held_until(), absl::UnixEpoch() + absl::Seconds(2));
  EXPECT_EQ(normalize.Release(), "+I 1 b");
  EXPECT_EQ(normalize.held_until(), absl::InfiniteFuture());
}

TEST(ChangelogNormalize, GoesOnFromASnapshot) {
  const ChangelogNormalizeSpec spec(Description());
  OperatorUnderTest before{spec};
  before.Process("+I 1 a; +I 2 b");
  OperatorUnderTest after{spec};
  ASSERT_TRUE(after.Restore(before.Snapshot()));
  EXPECT_EQ(after.Process("+I 1 a; -D 2 ~"), "-D 2 b");
  EXPECT_FALSE(after.Restore("nonsense"));
}

}  // namespace
}  // namespace drey
