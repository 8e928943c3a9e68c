#include "runtime/job/checkpoint_schedule.h"

#include <algorithm>

namespace drey {

void CheckpointSchedule::Start(absl::Duration interval, absl::Time now) {
  interval_ = interval;
  next_ = now + interval;
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
  next_ = end + interval_;
}

}  // namespace drey
