#include "runtime/job/checkpoint_schedule.h"

#include <algorithm>

namespace drey {

// As Flink's coordinator: a pause that is longer than the interval takes its place.
void CheckpointSchedule::Start(absl::Duration interval, absl::Duration min_pause, absl::Time now) {
  interval_ = std::max(interval, min_pause);
  min_pause_ = min_pause;
  next_ = now + interval_;
}

bool CheckpointSchedule::IsDue(absl::Time now) {
  if (interval_ == absl::InfiniteDuration()) return false;
  // A clock that is set back must not put it off.
  next_ = std::min(next_, now + interval_);
  return now >= next_;
}

void CheckpointSchedule::Complete(absl::Time begin, absl::Time end) {
  ++completed_;
  last_duration_ = end - begin;
  next_ = std::max(begin + interval_, end + min_pause_);
}

}  // namespace drey
