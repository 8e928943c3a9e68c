#include "runtime/task/pipeline_task.h"

#include <algorithm>
#include <string>
#include <utility>

namespace drey {

bool KeepsState(const Pipeline& pipeline) {
  return std::any_of(pipeline.operators.begin(), pipeline.operators.end(),
                     [](const auto& spec) { return spec->MakeOperator()->has_state(); });
}

// The collector behind operator i - 1: hands batches to operator i, or to the sink behind the last one.
class PipelineTask::Stage final : public Collector {
 public:
  Stage(PipelineTask& task, size_t next) : task_(task), next_(next) {}

  absl::Status Collect(RowBatch&& batch) override {
    // Vertices are the source, then the operators, then the sink.
    if (task_.profiler_) task_.profiler_->CountRows(next_, batch);
    const PipelineProfiler::Turn turn(task_.profiler_.get(), next_ + 1);
    if (next_ == task_.operators_.size()) return task_.WriteRows(std::move(batch));
    Stage behind(task_, next_ + 1);
    return task_.operators_[next_]->Process(std::move(batch), *task_.evaluation_, behind);
  }

 private:
  PipelineTask& task_;
  size_t next_;
};

absl::Status PipelineTask::Open(ConnectorEnvironment& environment, const std::optional<SourcePosition>& resume, Sink& sink,
                                FailedRows& failed_rows, SharedOperators& shared) {
  sink_ = &sink;
  failed_rows_ = &failed_rows;
  DREY_ASSIGN_OR_RETURN(source_, pipeline_.source.spec->Open(environment, resume));
  for (const auto& spec : pipeline_.operators) {
    const auto [known, is_new] = shared.try_emplace(spec.get());
    if (is_new) {
      known->second = spec->MakeOperator();
      DREY_RETURN_IF_ERROR(known->second->Open());
    }
    operators_.push_back(known->second);
    owns_operator_.push_back(is_new);
  }
  return absl::OkStatus();
}

absl::StatusOr<Source::PollResult> PipelineTask::Step(absl::Time deadline, const EvaluationContext& evaluation) {
  evaluation_ = &evaluation;
  RowBatch batch = std::move(spare_);
  batch.Reset(pipeline_.source.schema.size());
  DREY_ASSIGN_OR_RETURN(const Source::PollResult result, Poll(deadline, batch));
  if (batch.empty()) {
    spare_ = std::move(batch);
  } else {
    DREY_RETURN_IF_ERROR(Stage(*this, 0).Collect(std::move(batch)));
  }
  for (size_t i = 0; i < operators_.size(); ++i) {
    if (owns_operator_[i] && operators_[i]->held_until() <= evaluation.now) DREY_RETURN_IF_ERROR(ReleaseOperator(i));
  }
  // Also without rows: a delivery that has failed, or a buffer that is due, must not wait for the next record.
  DREY_RETURN_IF_ERROR(FinishBatch());
  return result;
}

absl::StatusOr<Source::PollResult> PipelineTask::Poll(absl::Time deadline, RowBatch& batch) {
  if (!profiler_) return source_->Poll(deadline, batch);
  const int64_t bytes_before = source_->Statistics().bytes;
  const auto result = [&] {
    const PipelineProfiler::Turn turn(profiler_.get(), 0);
    return source_->Poll(deadline, batch);
  }();
  profiler_->CountSourceBytes(source_->Statistics().bytes - bytes_before);
  if (batch.empty()) profiler_->ForgetLastPoll();
  return result;
}

absl::Status PipelineTask::FinishBatch() {
  const PipelineProfiler::Turn turn(profiler_.get(), sink_vertex());
  const int64_t bytes_before = profiler_ ? sink_->Statistics().bytes : 0;
  DREY_RETURN_IF_ERROR(sink_->FinishBatch());
  if (profiler_) profiler_->CountSinkBytes(sink_->Statistics().bytes - bytes_before);
  return absl::OkStatus();
}

absl::Status PipelineTask::ReleaseOperator(size_t i) {
  Stage behind(*this, i + 1);
  const PipelineProfiler::Turn turn(profiler_.get(), i + 1);
  return operators_[i]->Release(*evaluation_, behind);
}

absl::Status PipelineTask::Release(const EvaluationContext& evaluation) {
  evaluation_ = &evaluation;
  for (size_t i = 0; i < operators_.size(); ++i) {
    if (owns_operator_[i]) DREY_RETURN_IF_ERROR(ReleaseOperator(i));
  }
  return absl::OkStatus();
}

absl::Status PipelineTask::Finish(const EvaluationContext& evaluation) {
  evaluation_ = &evaluation;
  for (size_t i = 0; i < operators_.size(); ++i) {
    if (!owns_operator_[i]) continue;
    Stage behind(*this, i + 1);
    const PipelineProfiler::Turn turn(profiler_.get(), i + 1);
    DREY_RETURN_IF_ERROR(operators_[i]->Finish(evaluation, behind));
  }
  return absl::OkStatus();
}

std::vector<std::pair<size_t, std::string>> PipelineTask::SnapshotStates() const {
  std::vector<std::pair<size_t, std::string>> states;
  for (size_t i = 0; i < operators_.size(); ++i) {
    if (!owns_operator_[i] || !operators_[i]->has_state()) continue;
    states.emplace_back(i, std::string());
    operators_[i]->Snapshot(states.back().second);
  }
  return states;
}

bool PipelineTask::RestoreState(size_t index, std::string_view bytes) {
  return index < operators_.size() && owns_operator_[index] && operators_[index]->has_state() && operators_[index]->Restore(bytes);
}

absl::Status PipelineTask::WriteRows(RowBatch&& batch) {
  const int64_t bytes_before = profiler_ ? sink_->Statistics().bytes : 0;
  for (size_t i = 0; i < batch.size(); ++i) {
    std::optional<RowError> encode_error;
    const RowError* error = batch.has_errors() ? batch.error(i) : nullptr;
    if (error == nullptr) {
      DREY_RETURN_IF_ERROR(sink_->Write(batch, i, encode_error));
      if (!encode_error) {
        if (profiler_) profiler_->CountWrittenRow();
        continue;
      }
      error = &*encode_error;
    }
    const bool is_of_query = error->phase != RowError::Phase::kDecode;
    if (is_of_query && pipeline_.source.drops_failures_of_query) {
      ++skipped_rows_;
      continue;
    }
    DREY_RETURN_IF_ERROR(failed_rows_->Take(batch.origin(i), *error, *sink_));
  }
  if (profiler_) profiler_->CountSinkBytes(sink_->Statistics().bytes - bytes_before);
  spare_ = std::move(batch);
  return absl::OkStatus();
}

}  // namespace drey
