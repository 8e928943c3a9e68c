// A sink in one subtask of a run, with what its pipelines share: the group under which their progress is kept, what goes along in its
// transactions, the run's place in the group. Used by the subtask's thread.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/job/job_graph.h"
#include "runtime/checkpoint/state_store.h"
#include "runtime/connectors/connector_environment.h"
#include "runtime/job/group_run.h"
#include "runtime/job/run_progress.h"
#include "runtime/job/subtask_context.h"

namespace drey {

class SinkRun {
 public:
  // Of the sink of pipeline `first`. `progress` tells what the subtask did so far.
  SinkRun(const SubtaskContext& context, const ConnectorEnvironment& environment, size_t first,
          std::function<RunProgress()> progress);

  // Another pipeline that writes here. Fails where the positions of two could not be told apart.
  absl::Status AddPipeline(size_t pipeline);
  const std::vector<size_t>& pipelines() const { return pipelines_; }

  // True when positions are committed together with the output, and gone on from.
  bool keeps_progress() const { return keeps_progress_; }

  // Before anything is opened. Fails where state belongs to the progress, and there is no folder for it.
  absl::Status PlanState();
  // --since-last-run: see GroupRun::Claim.
  absl::StatusOr<std::optional<std::string>> Claim();

  // Nothing where it is open already.
  absl::Status Open();
  bool is_open() const { return sink_ != nullptr; }
  // Nothing is written any more; what was not committed never is.
  void Close() { sink_.reset(); }
  Sink& sink() { return *sink_; }
  const Sink& sink() const { return *sink_; }

  // Where its pipelines' sources begin; the sink is open.
  ResumePoint MakeResumePoint();

  // See GroupRun::CheckNoneGone; of the positions at the start.
  absl::Status CheckNoneGone() const { return group_run_ ? group_run_->CheckNoneGone(positions_) : absl::OkStatus(); }
  // What the operators knew at the positions that its sources go on from; nothing where they begin anew. Once the sources are open.
  absl::StatusOr<std::optional<std::vector<OperatorState>>> LoadState() const;
  // Whether state is kept with the progress; CommitOutput is then told what it is.
  bool keeps_state() const { return states_.has_value(); }

  // Where its sources begin.
  void SetStart(const PartitionOffsets& positions);
  // Positions become committed with the output where progress is kept; they count for the ledger.
  void SetPositions(const PartitionOffsets& positions);
  void set_outcome(std::string_view outcome);
  // A checkpoint's first step: what was written becomes visible, with the positions where they are committed in its transactions, and
  // `states` as what belongs to them.
  absl::Status CommitOutput(const std::vector<OperatorState>& states);
  // False: positions, and the ledger's entry, are still to be written by themselves.
  bool commits_positions_with_output() const { return sink_->transactional() && keeps_progress_; }
  // The positions are committed.
  absl::Status WriteEntry();

  // Nothing of what was not committed is ever seen; the ledger says what happened, where it still can.
  absl::Status GiveUp(std::string_view why);
  absl::Status ShowLife();
  absl::Status Release();

 private:
  const Pipeline& first_pipeline() const { return context_.graph.pipelines[pipelines_.front()]; }
  absl::StatusOr<bool> Accept(const CommittedOffset& committed);
  TransactionContent MakeContent();
  absl::Status EnterFailure(std::string_view why);

  const SubtaskContext& context_;
  std::function<RunProgress()> progress_;
  std::vector<size_t> pipelines_;
  std::string group_;
  bool keeps_progress_;
  ConnectorEnvironment environment_;
  std::unique_ptr<Sink> sink_;
  std::optional<GroupRun> group_run_;
  PartitionOffsets positions_;
  std::optional<StateStore> states_;
  // The state that belongs to the positions: as committed before the run, then as stored for the next commit.
  std::optional<std::string> committed_state_;
  std::string stored_state_;
  bool gave_up_ = false;
};

}  // namespace drey
