// Measures one pipeline while a task runs it; a task that is not profiled has none.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "engine/operators/operator.h"
#include "engine/types/row_batch.h"
#include "engine/types/row_serializer.h"
#include "runtime/task/pipeline_profile.h"

namespace drey {

class PipelineProfiler {
 public:
  explicit PipelineProfiler(const Pipeline& pipeline);

  // While it lives, time goes to `vertex` (0 is the source), and not to whatever was measured before. Without a profiler it does nothing.
  class Turn {
   public:
    Turn(PipelineProfiler* profiler, size_t vertex);
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn();

   private:
    PipelineProfiler* profiler_;
    size_t outer_;
  };

  // `vertex` hands `batch` to the one behind it.
  void CountRows(size_t vertex, const RowBatch& batch);
  void CountWrittenRow() { ++profile_.back().rows_out; }
  void CountSourceBytes(int64_t bytes) { profile_.front().bytes += bytes; }
  void CountSinkBytes(int64_t bytes) { profile_.back().bytes += bytes; }
  // A poll of the source that found nothing was waiting, not work.
  void ForgetLastPoll() { profile_.front().time -= last_source_time_; }

  const PipelineProfile& profile() const { return profile_; }

 private:
  static constexpr size_t kNobody = SIZE_MAX;
  using Clock = std::chrono::steady_clock;

  void SwitchTo(size_t vertex);

  PipelineProfile profile_;
  std::vector<RowSerializer> serializers_;  // of the operators
  std::string row_;                         // scratch
  size_t current_ = kNobody;
  Clock::time_point since_ = {};
  absl::Duration last_source_time_ = absl::ZeroDuration();
};

}  // namespace drey
