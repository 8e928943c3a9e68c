#include "runtime/job/sink_run.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "runtime/job/commit_metadata.h"
#include "runtime/log/group_name.h"
#include "runtime/task/pipeline_task.h"

namespace drey {
namespace {

bool KeepsProgress(const SubtaskContext& context, const SinkSpec& sink) {
  if (context.options.caller_keeps_progress) return false;
  return context.options.since_last_run ||
         (context.graph.mode == RuntimeMode::kStreaming && !sink.transactional_id_prefix().empty());
}

// How many subtasks the run had that committed with this text; 0 where it is not drey's.
int ParallelismIn(std::string_view text) {
  const std::optional<CommitMetadata> metadata = ParseCommitMetadata(text);
  return metadata ? metadata->parallelism : 0;
}

}  // namespace

SinkRun::SinkRun(const SubtaskContext& context, const ConnectorEnvironment& environment, size_t first,
                 std::function<RunProgress()> progress)
    : context_(context),
      progress_(std::move(progress)),
      pipelines_({first}),
      group_(context.shared.groups.at(first_pipeline().sink.spec.get())),
      keeps_progress_(KeepsProgress(context, *first_pipeline().sink.spec)),
      environment_(environment) {}

// A group has one position a partition.
absl::Status SinkRun::AddPipeline(size_t pipeline) {
  const std::vector<Pipeline>& all = context_.graph.pipelines;
  for (const size_t other : pipelines_) {
    if (!keeps_progress_ || all[other].source.table != all[pipeline].source.table) continue;
    return UnsupportedError(
        Concat("progress of two INSERTs that read ", all[pipeline].source.table, " and write ", all[pipeline].sink.table), {},
        "write one INSERT with UNION ALL");
  }
  pipelines_.push_back(pipeline);
  return absl::OkStatus();
}

absl::Status SinkRun::PlanState() {
  const bool keeps =
      std::any_of(pipelines_.begin(), pipelines_.end(), [this](size_t i) { return KeepsState(context_.graph.pipelines[i]); });
  if (!keeps || !keeps_progress_) return absl::OkStatus();
  if (context_.checkpoint_directory().empty()) {
    return InvalidError(Concat("the job keeps state that belongs to the positions of group '", group_, "', and has no folder for it"), {},
                        "give --checkpoints DIR, or set 'execution.checkpointing.dir'");
  }
  states_.emplace(Concat(context_.checkpoint_directory(), "/groups/", GroupFileName(group_)));
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::string>> SinkRun::Claim() {
  if (!context_.options.since_last_run) return std::optional<std::string>();
  DREY_ASSIGN_OR_RETURN(ClientSettings settings, first_pipeline().source.spec->LogSettings());
  group_run_.emplace(context_, group_, std::move(settings));
  return group_run_->Claim();
}

absl::Status SinkRun::Open() {
  if (is_open()) return absl::OkStatus();
  if (keeps_progress_) {
    if (context_.options.since_last_run) environment_.transactional_id_prefix = group_;
    environment_.transaction_group = group_;
    environment_.transaction_content = [this] { return MakeContent(); };
  }
  DREY_ASSIGN_OR_RETURN(sink_, first_pipeline().sink.spec->Open(environment_));
  return absl::OkStatus();
}

// A run that goes on where the last ended takes positions of any job, unless state belongs to them; another one its own only.
ResumePoint SinkRun::MakeResumePoint() {
  if (!keeps_progress_) return {};
  ResumePoint point = {.group = group_};
  point.before_reading = [this](const GroupOffsets& committed) -> absl::Status {
    if (context_.is_dry_run()) return absl::OkStatus();
    int before = 0;
    for (const auto& [id, offset] : committed) before = std::max(before, ParallelismIn(offset.metadata));
    for (int other = context_.parallelism; other < before; ++other) DREY_RETURN_IF_ERROR(sink_->AbortTransactionOf(other));
    return absl::OkStatus();
  };
  if (context_.options.since_last_run) {
    if (keeps_state()) point.accepts = [this](const CommittedOffset& committed) { return Accept(committed); };
    if (group_run_->ran_before() && !context_.options.since_last_run->from_startup_mode) {
      point.when_absent = MakeError({.kind = ErrorKind::kJobFailed,
                                     .hint = "--from-startup-mode begins where the table's options say"},
                                    Concat("group '", group_, "' has no committed offsets, but its ledger knows of runs: the broker "
                                           "forgets the offsets of a group that is idle (offsets.retention.minutes)"));
    }
    return point;
  }
  point.accepts = [this](const CommittedOffset& committed) { return Accept(committed); };
  return point;
}

absl::StatusOr<bool> SinkRun::Accept(const CommittedOffset& committed) {
  const std::optional<CommitMetadata> metadata = ParseCommitMetadata(committed.metadata);
  if (!metadata) return false;
  const bool one_state = !committed_state_ || *committed_state_ == metadata->state;
  if (metadata->fingerprint == context_.shared.fingerprint && keeps_state() != metadata->state.empty() && one_state) {
    committed_state_ = metadata->state;
    return true;
  }
  return MakeError({.kind = ErrorKind::kCheckpointMismatch,
                    .hint = "give another --group or 'sink.transactional-id-prefix' to start the changed job from its startup mode"},
                   "the group's positions were committed by a job with other tables, columns or expressions");
}

absl::StatusOr<std::optional<std::vector<OperatorState>>> SinkRun::LoadState() const {
  if (!keeps_state() || !committed_state_) return std::optional<std::vector<OperatorState>>();
  DREY_ASSIGN_OR_RETURN(std::vector<OperatorState> states, states_->Load(*committed_state_));
  return std::optional(std::move(states));
}

void SinkRun::SetStart(const PartitionOffsets& positions) {
  SetPositions(positions);
  if (group_run_) group_run_->KeepPositions();
}

void SinkRun::SetPositions(const PartitionOffsets& positions) {
  positions_ = positions;
  if (group_run_) group_run_->SetPositions(positions);
}

void SinkRun::set_outcome(std::string_view outcome) {
  if (group_run_) group_run_->set_outcome(outcome);
}

// The state is there before the positions that name it, and the one before it goes away afterwards.
absl::Status SinkRun::CommitOutput(const std::vector<OperatorState>& states) {
  if (keeps_state()) {
    DREY_ASSIGN_OR_RETURN(stored_state_, states_->Store(states));
  }
  environment_.checkpoint_deadline = absl::Now() + context_.graph.checkpoints.timeout;
  const absl::Status committed = sink_->CommitTransaction();
  if (!committed.ok() && absl::Now() >= environment_.checkpoint_deadline) {
    return UnavailableError(Concat("Checkpoint expired before completing: ", MessageOf(committed)),
                            "execution.checkpointing.timeout says how long it may take");
  }
  DREY_RETURN_IF_ERROR(committed);
  if (group_run_ && commits_positions_with_output()) group_run_->KeepPositions();
  if (keeps_state()) states_->RemoveAllExcept(stored_state_);
  return absl::OkStatus();
}

// Asked right before the commit: positions, and the run's entry as it is then, become committed with the output.
TransactionContent SinkRun::MakeContent() {
  TransactionContent content;
  if (!gave_up_) {
    content.group = group_;
    const std::string metadata =
        ToText({.fingerprint = context_.shared.fingerprint, .parallelism = context_.parallelism, .state = stored_state_});
    for (const auto& [id, offset] : positions_) content.offsets[id] = {.offset = offset, .metadata = metadata};
  }
  if (!group_run_) return content;
  group_run_->SetCounts(progress_());
  content.records.push_back(group_run_->MakeRecord());
  return content;
}

absl::Status SinkRun::WriteEntry() {
  if (!group_run_) return absl::OkStatus();
  group_run_->KeepPositions();
  group_run_->SetCounts(progress_());
  return group_run_->Write();
}

absl::Status SinkRun::GiveUp(std::string_view why) {
  gave_up_ = true;
  return is_open() ? EnterFailure(why) : absl::OkStatus();
}

absl::Status SinkRun::EnterFailure(std::string_view why) {
  DREY_RETURN_IF_ERROR(sink_->AbortTransaction());
  if (!group_run_ || context_.is_dry_run()) return absl::OkStatus();
  group_run_->DropPositions();
  group_run_->set_outcome("failed");
  group_run_->set_message(why);
  return sink_->transactional() ? sink_->CommitTransaction() : WriteEntry();
}

absl::Status SinkRun::ShowLife() { return group_run_ ? group_run_->ShowLife() : absl::OkStatus(); }

absl::Status SinkRun::Release() { return group_run_ ? group_run_->Release() : absl::OkStatus(); }

}  // namespace drey
