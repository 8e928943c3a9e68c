#include "runtime/job/checkpoint_schedule.h"

#include <gtest/gtest.h>

namespace drey {
namespace {

constexpr absl::Time kStart = absl::FromUnixSeconds(1700000000);
absl::Time At(int64_t seconds) { return kStart + absl::Seconds(seconds); }

TEST(CheckpointScheduleTest, IntervalsGoFromBeginToBegin) {
  CheckpointSchedule schedule;
  schedule.Start(absl::Seconds(10), absl::ZeroDuration(), kStart);
  EXPECT_FALSE(schedule.IsDue(At(9)));
  EXPECT_TRUE(schedule.IsDue(At(10)));
  schedule.Complete(At(10), At(13));
  EXPECT_FALSE(schedule.IsDue(At(19)));
  EXPECT_TRUE(schedule.IsDue(At(20)));
  EXPECT_EQ(schedule.completed(), 1);
  EXPECT_EQ(schedule.last_duration(), absl::Seconds(3));
}

TEST(CheckpointScheduleTest, OneThatTakesLongIsFollowedAtOnce) {
  CheckpointSchedule schedule;
  schedule.Start(absl::Seconds(10), absl::ZeroDuration(), kStart);
  schedule.Complete(At(10), At(25));
  EXPECT_TRUE(schedule.IsDue(At(25)));
}

TEST(CheckpointScheduleTest, ButNotBeforeThePause) {
  CheckpointSchedule schedule;
  schedule.Start(absl::Seconds(10), absl::Seconds(5), kStart);
  schedule.Complete(At(10), At(25));
  EXPECT_FALSE(schedule.IsDue(At(29)));
  EXPECT_TRUE(schedule.IsDue(At(30)));
}

TEST(CheckpointScheduleTest, APauseLongerThanTheIntervalTakesItsPlace) {
  CheckpointSchedule schedule;
  schedule.Start(absl::Seconds(1), absl::Seconds(5), kStart);
  EXPECT_FALSE(schedule.IsDue(At(4)));
  EXPECT_TRUE(schedule.IsDue(At(5)));
}

TEST(CheckpointScheduleTest, ClocksThatAreSetPutNothingOff) {
  CheckpointSchedule schedule;
  schedule.Start(absl::Seconds(10), absl::ZeroDuration(), kStart);
  EXPECT_FALSE(schedule.IsDue(At(-1000)));
  EXPECT_TRUE(schedule.IsDue(At(-990)));
  schedule.Complete(At(-990), At(-990));
  EXPECT_TRUE(schedule.IsDue(At(1000))) << "set forward: due, once";
  schedule.Complete(At(1000), At(1000));
  EXPECT_FALSE(schedule.IsDue(At(1009)));
  // Before 1970.
  schedule.Start(absl::Seconds(10), absl::ZeroDuration(), absl::FromUnixSeconds(-5));
  EXPECT_TRUE(schedule.IsDue(absl::FromUnixSeconds(5)));
}

TEST(CheckpointScheduleTest, WithoutIntervalThereAreNone) {
  CheckpointSchedule schedule;
  schedule.Start(absl::InfiniteDuration(), absl::ZeroDuration(), kStart);
  EXPECT_FALSE(schedule.IsDue(At(1000000)));
}

}  // namespace
}  // namespace drey
