// One of the subtasks of a run, on a thread of its own: it reads its share of the partitions, and writes and commits by itself.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/functions/evaluation_context.h"
#include "engine/job/job_graph.h"
#include "runtime/checkpoint/position_store.h"
#include "runtime/connectors/connector_environment.h"
#include "runtime/job/checkpoint_schedule.h"
#include "runtime/job/run_progress.h"
#include "runtime/job/sink_run.h"
#include "runtime/job/subtask_context.h"
#include "runtime/task/pipeline_task.h"

namespace drey {

class SubtaskRun {
 public:
  SubtaskRun(const JobGraph& graph, const RunOptions& options, SharedRun& shared, int subtask, int parallelism);
  SubtaskRun(const SubtaskRun&) = delete;

  // Before Run: which sinks there are, and whether the run may begin. False when another run of the group is at work and this one is not
  // to be; the reason is in the progress.
  absl::StatusOr<bool> Prepare();

  // To the end, a stop request or the first failure, of whichever subtask.
  absl::Status Run();

  // Called from Run's thread about every 100 ms; not with more than one subtask.
  void set_on_progress(std::function<void(const RunProgress&)> on_progress) { on_progress_ = std::move(on_progress); }

  // From any thread.
  RunProgress progress() const;

 private:
  absl::Status RunSteps();

  absl::Status PlanSinks();
  absl::StatusOr<std::optional<std::string>> Claim();
  absl::Status OpenTasks();
  absl::Status OpenTask(size_t pipeline, const std::optional<JobPositions>& stored);
  absl::Status CheckDeadLetterTopic(const SourcePosition& read) const;
  absl::Duration CheckpointInterval() const;
  absl::Status RestoreState(const SinkRun& sink, const std::optional<JobPositions>& stored);
  absl::Status RestoreState(const SinkRun& sink, const std::vector<OperatorState>& states);

  bool ShouldStop() const;
  absl::Status StepAll();
  void LimitPolls();

  absl::Status CheckpointIfDue();
  absl::Status Checkpoint();
  JobPositions SnapshotPositions() const;
  std::vector<OperatorState> SnapshotState(const SinkRun& sink) const;
  PartitionOffsets PositionsOf(const SinkRun& sink) const;

  absl::Status ShowLife();
  absl::Status Release();
  // Of a run that does not go on, whatever the other subtasks do.
  void LetGo();
  void GiveUp(const absl::Status& failure);
  void AddProfiles() const;

  const RunProgress& UpdateProgress();
  void ReportIfDue();

  const SubtaskContext context_;
  RunProgress progress_;  // written by the run's thread only
  std::function<void(const RunProgress&)> on_progress_;
  absl::Time last_report_ = absl::InfinitePast();
  CheckpointSchedule checkpoints_;
  ConnectorEnvironment environment_;
  EvaluationContext evaluation_;
  std::optional<PositionStore> store_;
  std::vector<std::unique_ptr<SinkRun>> sinks_;  // in the order of the statements; outlive the tasks
  std::vector<SinkRun*> sink_of_pipeline_;
  std::vector<ConnectorEnvironment> source_environments_;  // by pipeline
  PipelineTask::SharedOperators operators_;
  std::vector<PipelineTask> tasks_;
  std::vector<PipelineTask*> running_;
};

}  // namespace drey
