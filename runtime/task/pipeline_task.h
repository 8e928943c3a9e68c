// One pipeline of a job at work: polls the source, runs the chain, writes to the sink.
//
// The task is driven from outside, a step at a time, by one thread. It is the one place that decides about rows with errors: rows go to
// the sink in order; at the first error the job fails after everything before it has been written — except where Flink drops it.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "engine/functions/evaluation_context.h"
#include "engine/job/job_graph.h"
#include "runtime/connectors/connector_environment.h"
#include "runtime/task/failed_rows.h"

namespace drey {

class PipelineTask {
 public:
  // `pipeline` must outlive the task.
  explicit PipelineTask(const Pipeline& pipeline) : pipeline_(pipeline) {}

  // Several tasks may write to one sink, which must outlive them, as `failed_rows` must.
  absl::Status Open(ConnectorEnvironment& environment, const std::optional<SourcePosition>& resume, Sink& sink, FailedRows& failed_rows);

  // Polls once and brings the rows to the sink. `evaluation` holds for the rows of this step.
  absl::StatusOr<Source::PollResult> Step(absl::Time deadline, const EvaluationContext& evaluation);

  // The input has ended or is stopped: operators give what they keep.
  absl::Status Finish(const EvaluationContext& evaluation);

  SourcePosition Position() const { return source_->Position(); }
  absl::Status CommitPosition(const SourcePosition& position) { return source_->Commit(position); }

  // Nothing where Open failed.
  SourceStatistics source_statistics() const { return source_ ? source_->Statistics() : SourceStatistics(); }
  int64_t skipped_rows() const { return skipped_rows_; }

 private:
  class Stage;
  class SinkStage;

  absl::Status WriteRows(RowBatch&& batch);

  const Pipeline& pipeline_;
  std::unique_ptr<Source> source_;
  Sink* sink_ = nullptr;
  FailedRows* failed_rows_ = nullptr;
  std::vector<std::unique_ptr<Operator>> operators_;
  RowBatch spare_;  // goes round: from the source through the chain and back
  const EvaluationContext* evaluation_ = nullptr;
  int64_t skipped_rows_ = 0;
};

}  // namespace drey
