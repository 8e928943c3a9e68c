#include "runtime/job/commit_metadata.h"

#include <gtest/gtest.h>

namespace drey {
namespace {

TEST(CommitMetadataTest, IsReadAsItWasWritten) {
  EXPECT_EQ(ToText({.fingerprint = "ab12", .parallelism = 3}), "drey 1 ab12 3");
  EXPECT_EQ(ToText({.fingerprint = "ab12", .parallelism = 1, .state = "state.7.cd"}), "drey 1 ab12 1 state.7.cd");
  const auto metadata = ParseCommitMetadata("drey 1 ab12 3 state.7.cd");
  ASSERT_TRUE(metadata);
  EXPECT_EQ(metadata->fingerprint, "ab12");
  EXPECT_EQ(metadata->parallelism, 3);
  EXPECT_EQ(metadata->state, "state.7.cd");
  ASSERT_TRUE(ParseCommitMetadata("drey 1 ab12 1"));
  EXPECT_EQ(ParseCommitMetadata("drey 1 ab12 1")->state, "");
}

TEST(CommitMetadataTest, OthersTextIsNotDreys) {
  for (const char* text : {"", "drey", "drey 2 ab12 1", "drey 1 ab12", "drey 1 ab12 x", "drey 1 ab12 1 state.7.cd more", "drey 1 ab12 1 ../state.7",
                           "drey 1 ab12 1 state.7/../../x", "offsets of another program"}) {
    EXPECT_FALSE(ParseCommitMetadata(text)) << text;
  }
}

}  // namespace
}  // namespace drey
