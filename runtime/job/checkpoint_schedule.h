// When the checkpoints of a subtask are due, and how they went. Looks at no clock: times are handed in.
#pragma once

#include <cstdint>

#include "absl/time/time.h"

namespace drey {

class CheckpointSchedule {
 public:
  // One every `interval`, from begin to begin; infinite: there are none, but for the last. Between the end of one and the begin of the next
  // at least `min_pause`.
  void Start(absl::Duration interval, absl::Duration min_pause, absl::Time now);
  bool IsDue(absl::Time now);
  // One that took from `begin` to `end` has succeeded.
  void Complete(absl::Time begin, absl::Time end);

  absl::Duration interval() const { return interval_; }
  int64_t completed() const { return completed_; }
  absl::Duration last_duration() const { return last_duration_; }

 private:
  absl::Duration interval_ = absl::InfiniteDuration();
  absl::Duration min_pause_ = absl::ZeroDuration();
  absl::Time next_ = absl::InfiniteFuture();
  int64_t completed_ = 0;
  absl::Duration last_duration_ = absl::ZeroDuration();
};

}  // namespace drey
