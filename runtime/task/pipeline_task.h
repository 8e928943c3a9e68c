// One pipeline of a job at work: polls the source, runs the chain, writes to the sink.
//
// The task is driven from outside, a step at a time, by one thread. It is the one place that decides about rows with errors: rows go to
// the sink in order; at the first error the job fails after everything before it has been written — except where Flink drops it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "engine/functions/evaluation_context.h"
#include "engine/job/job_graph.h"
#include "runtime/connectors/connector_environment.h"
#include "runtime/task/failed_rows.h"
#include "runtime/task/pipeline_profiler.h"

namespace drey {

// Whether an operator of the pipeline remembers something between batches.
bool KeepsState(const Pipeline& pipeline);

class PipelineTask {
 public:
  // `pipeline` must outlive the task.
  explicit PipelineTask(const Pipeline& pipeline) : pipeline_(pipeline) {}

  // Before Open: measures what each vertex does.
  void Profile() { profiler_ = std::make_unique<PipelineProfiler>(pipeline_); }
  // What was measured; null where nothing is.
  const PipelineProfile* profile() const { return profiler_ == nullptr ? nullptr : &profiler_->profile(); }

  // Live operators by their specs, for those that several pipelines of a job have in common: what a UNION ALL keeps for its sink.
  using SharedOperators = std::map<const OperatorSpec*, std::shared_ptr<Operator>>;

  // Several tasks may write to one sink, which must outlive them, as `failed_rows` must.
  absl::Status Open(ConnectorEnvironment& environment, const std::optional<SourcePosition>& resume, Sink& sink, FailedRows& failed_rows,
                    SharedOperators& shared);

  // Polls once and brings the rows to the sink. `evaluation` holds for the rows of this step.
  absl::StatusOr<Source::PollResult> Step(absl::Time deadline, const EvaluationContext& evaluation);

  // Before a checkpoint: operators give what they hold back.
  absl::Status Release(const EvaluationContext& evaluation);

  // The input has ended or is stopped: operators give what they keep.
  absl::Status Finish(const EvaluationContext& evaluation);

  // The operators that remember something between batches, by their index in the pipeline. A shared one belongs to the task that was
  // opened first.
  std::vector<std::pair<size_t, std::string>> SnapshotStates() const;
  // False where the operator does not take it.
  bool RestoreState(size_t index, std::string_view bytes);

  SourcePosition Position() const { return source_->Position(); }
  absl::Status CommitPosition(const SourcePosition& position) { return source_->Commit(position); }

  // Nothing where Open failed.
  SourceStatistics source_statistics() const { return source_ ? source_->Statistics() : SourceStatistics(); }
  int64_t skipped_rows() const { return skipped_rows_; }

 private:
  class Stage;

  absl::StatusOr<Source::PollResult> Poll(absl::Time deadline, RowBatch& batch);
  absl::Status WriteRows(RowBatch&& batch);
  absl::Status FinishBatch();
  absl::Status ReleaseOperator(size_t i);
  size_t sink_vertex() const { return operators_.size() + 1; }

  const Pipeline& pipeline_;
  std::unique_ptr<Source> source_;
  Sink* sink_ = nullptr;
  FailedRows* failed_rows_ = nullptr;
  std::vector<std::shared_ptr<Operator>> operators_;
  std::vector<bool> owns_operator_;  // false where an earlier task shares it
  RowBatch spare_;  // goes round: from the source through the chain and back
  const EvaluationContext* evaluation_ = nullptr;
  int64_t skipped_rows_ = 0;
  std::unique_ptr<PipelineProfiler> profiler_;
};

}  // namespace drey
