#include "runtime/job/subtask_run.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "runtime/logging/logging.h"

namespace drey {
namespace {

constexpr absl::Duration kPollTime = absl::Milliseconds(100);
constexpr absl::Duration kDefaultCheckpointInterval = absl::Seconds(10);
// A backlog is committed piece by piece, long before a transaction times out.
constexpr absl::Duration kDefaultCommitInterval = absl::Seconds(60);

ConnectorEnvironment MakeEnvironment(const SubtaskContext& context) {
  ConnectorEnvironment environment;
  environment.subtask = context.subtask;
  environment.parallelism = context.parallelism;
  environment.log = context.options.log.get();
  environment.needs_servers = context.options.log_needs_servers;
  environment.version = context.graph.version;
  environment.clock = context.options.clock;
  environment.paces_sources = context.options.paces_sources;
  environment.random_seed = static_cast<uint64_t>(absl::ToUnixNanos(context.shared.start));
  environment.strict = context.options.strict;
  environment.on_data_loss = context.options.on_data_loss;
  environment.group = context.options.group;
  environment.holder = context.options.holder;
  environment.max_poll_records = context.options.batch_rows;
  environment.print_line = context.options.print_line;
  environment.dry_run_output = context.options.dry_run_output;
  return environment;
}

EvaluationContext MakeEvaluation(const SubtaskContext& context) {
  EvaluationContext evaluation;
  evaluation.version = context.graph.version;
  evaluation.time_zone = context.graph.time_zone;
  evaluation.now = context.shared.start;
  evaluation.random_seed = static_cast<uint64_t>(absl::ToUnixNanos(context.shared.start) + context.subtask);
  return evaluation;
}

}  // namespace

SubtaskRun::SubtaskRun(const JobGraph& graph, const RunOptions& options, SharedRun& shared, int subtask, int parallelism)
    : context_{graph, options, shared, subtask, parallelism},
      environment_(MakeEnvironment(context_)),
      evaluation_(MakeEvaluation(context_)) {}

RunProgress SubtaskRun::progress() const {
  const std::lock_guard lock(context_.shared.progress_mutex);
  return progress_;
}

absl::StatusOr<bool> SubtaskRun::Prepare() {
  DREY_RETURN_IF_ERROR(PlanSinks());
  for (auto& sink : sinks_) DREY_RETURN_IF_ERROR(sink->PlanState());
  const absl::StatusOr<std::optional<std::string>> reason = Claim();
  if (reason.ok() && !*reason) return true;
  // Of several groups some may have been claimed.
  LetGo();
  if (!reason.ok()) return reason.status();
  const std::lock_guard lock(context_.shared.progress_mutex);
  progress_.skipped_because = **reason;
  return false;
}

absl::StatusOr<std::optional<std::string>> SubtaskRun::Claim() {
  for (auto& sink : sinks_) {
    DREY_ASSIGN_OR_RETURN(std::optional<std::string> reason, sink->Claim());
    if (reason) return reason;
  }
  return std::optional<std::string>();
}

absl::Status SubtaskRun::PlanSinks() {
  const std::vector<Pipeline>& pipelines = context_.graph.pipelines;
  for (size_t i = 0; i < pipelines.size(); ++i) {
    const auto known = std::find_if(pipelines.begin(), pipelines.begin() + static_cast<ptrdiff_t>(i),
                                    [&](const Pipeline& other) { return other.sink.spec == pipelines[i].sink.spec; });
    const auto first = static_cast<size_t>(known - pipelines.begin());
    if (first == i) {
      sinks_.push_back(std::make_unique<SinkRun>(context_, environment_, i, [this] { return UpdateProgress(); }));
      sink_of_pipeline_.push_back(sinks_.back().get());
    } else {
      DREY_RETURN_IF_ERROR(sink_of_pipeline_[first]->AddPipeline(i));
      sink_of_pipeline_.push_back(sink_of_pipeline_[first]);
    }
  }
  return absl::OkStatus();
}

absl::Status SubtaskRun::Run() {
  absl::Status status = RunSteps();
  UpdateProgress();
  AddProfiles();
  if (!status.ok()) GiveUp(status);
  // The next run of the group, which may begin at once, finds no topic locked.
  for (auto& sink : sinks_) sink->Close();
  if (!status.ok()) {
    LetGo();
  } else if (context_.subtask == 0) {
    status = Release();
  }
  --context_.shared.at_work;
  return status;
}

absl::Status SubtaskRun::RunSteps() {
  SharedRun& shared = context_.shared;
  DREY_RETURN_IF_ERROR(OpenTasks());
  while (!running_.empty() && !ShouldStop()) {
    if (shared.failed) return absl::CancelledError("another subtask failed");
    DREY_RETURN_IF_ERROR(StepAll());
    DREY_RETURN_IF_ERROR(shared.failed_rows.CheckShare(shared.records_in, false));
    DREY_RETURN_IF_ERROR(CheckpointIfDue());
    DREY_RETURN_IF_ERROR(ShowLife());
    ReportIfDue();
  }
  for (PipelineTask& task : tasks_) DREY_RETURN_IF_ERROR(task.Finish(evaluation_));
  DREY_RETURN_IF_ERROR(shared.failed_rows.CheckShare(shared.records_in, true));
  for (auto& sink : sinks_) sink->set_outcome(running_.empty() ? "finished" : "stopped");
  return Checkpoint();
}

absl::Status SubtaskRun::OpenTasks() {
  std::optional<JobPositions> stored;
  if (!context_.checkpoint_directory().empty()) {
    const auto open = context_.is_dry_run() ? PositionStore::OpenToRead : PositionStore::Open;
    DREY_ASSIGN_OR_RETURN(store_, open(context_.checkpoint_directory(), context_.subtask, context_.parallelism));
    DREY_ASSIGN_OR_RETURN(stored, store_->Load(context_.shared.fingerprint));
  }
  source_environments_.resize(context_.graph.pipelines.size(), environment_);
  tasks_.reserve(context_.graph.pipelines.size());
  for (size_t i = 0; i < context_.graph.pipelines.size(); ++i) DREY_RETURN_IF_ERROR(OpenTask(i, stored));
  for (auto& sink : sinks_) {
    sink->SetStart(PositionsOf(*sink));
    DREY_RETURN_IF_ERROR(sink->CheckNoneGone());
    DREY_RETURN_IF_ERROR(RestoreState(*sink, stored));
  }
  checkpoints_.Start(CheckpointInterval(), context_.graph.checkpoints.min_pause, context_.now());
  return absl::OkStatus();
}

// The sink is opened before the source: what cannot be written should not be read, and a predecessor's transaction is over before its
// positions are asked for.
absl::Status SubtaskRun::OpenTask(size_t pipeline, const std::optional<JobPositions>& stored) {
  const RunOptions& options = context_.options;
  SinkRun& sink = *sink_of_pipeline_[pipeline];
  DREY_RETURN_IF_ERROR(sink.Open());
  std::optional<SourcePosition> resume;
  if (!sink.keeps_progress() && stored && pipeline < stored->sources.size()) resume = stored->sources[pipeline];
  if (pipeline < options.resume.size() && options.resume[pipeline]) resume = options.resume[pipeline];
  source_environments_[pipeline].resume = sink.MakeResumePoint();
  tasks_.emplace_back(context_.graph.pipelines[pipeline]);
  if (context_.options.profile != nullptr) tasks_.back().Profile();
  DREY_RETURN_IF_ERROR(
      tasks_.back().Open(source_environments_[pipeline], resume, sink.sink(), context_.shared.failed_rows, operators_));
  running_.push_back(&tasks_.back());
  return CheckDeadLetterTopic(tasks_.back().Position());
}

// What is read must not grow by what fails; only who replays letters puts them back where they come from.
absl::Status SubtaskRun::CheckDeadLetterTopic(const SourcePosition& read) const {
  const ErrorHandling& errors = context_.options.errors;
  if (errors.policy != ErrorPolicy::kDeadLetter || errors.replays) return absl::OkStatus();
  const auto first = read.next_offsets.lower_bound({errors.dead_letter_topic, 0});
  if (first == read.next_offsets.end() || first->first.first != errors.dead_letter_topic) return absl::OkStatus();
  return InvalidError(Concat("dead letters cannot go to '", errors.dead_letter_topic, "', which the job reads"), {},
                      "give --on-error dead-letter:TOPIC another topic");
}

absl::Duration SubtaskRun::CheckpointInterval() const {
  if (context_.graph.checkpoints.interval) return *context_.graph.checkpoints.interval;
  if (context_.options.since_last_run) return kDefaultCommitInterval;
  const bool transactional =
      std::any_of(sinks_.begin(), sinks_.end(), [](const auto& sink) { return sink->sink().transactional(); });
  return store_ || transactional ? kDefaultCheckpointInterval : absl::InfiniteDuration();
}

// From where the positions of its sources come.
absl::Status SubtaskRun::RestoreState(const SinkRun& sink, const std::optional<JobPositions>& stored) {
  if (sink.keeps_progress()) {
    DREY_ASSIGN_OR_RETURN(const std::optional<std::vector<OperatorState>> committed, sink.LoadState());
    return committed ? RestoreState(sink, *committed) : absl::OkStatus();
  }
  if (context_.options.resume_states) return RestoreState(sink, *context_.options.resume_states);
  return stored ? RestoreState(sink, stored->states) : absl::OkStatus();
}

// `states` may have those of other sinks too.
absl::Status SubtaskRun::RestoreState(const SinkRun& sink, const std::vector<OperatorState>& states) {
  size_t missing = 0;
  for (const size_t i : sink.pipelines()) missing += tasks_[i].SnapshotStates().size();
  bool fits = true;
  for (const OperatorState& state : states) {
    const std::vector<size_t>& own = sink.pipelines();
    if (std::find(own.begin(), own.end(), state.pipeline) == own.end()) continue;
    fits = fits && missing-- > 0 && tasks_[state.pipeline].RestoreState(state.index, state.bytes);
  }
  if (fits && missing == 0) return absl::OkStatus();
  return MakeError({.kind = ErrorKind::kCheckpointMismatch,
                    .hint = "give --checkpoints another folder to start the job from its startup mode"},
                   "the state of the checkpoint does not fit the job's operators");
}

bool SubtaskRun::ShouldStop() const {
  if (context_.stop_requested()) return true;
  return context_.options.limit && progress_.records_in >= *context_.options.limit;
}

absl::Status SubtaskRun::StepAll() {
  for (size_t i = 0; i < running_.size();) {
    if (context_.graph.mode == RuntimeMode::kStreaming) evaluation_.now = context_.now();
    LimitPolls();
    // Several pipelines share the thread, so none may wait long.
    const absl::Duration wait = kPollTime / static_cast<int64_t>(running_.size());
    DREY_ASSIGN_OR_RETURN(const Source::PollResult result, running_[i]->Step(context_.now() + wait, evaluation_));
    UpdateProgress();
    if (result == Source::PollResult::kEnd) {
      running_.erase(running_.begin() + static_cast<ptrdiff_t>(i));
    } else {
      ++i;
    }
  }
  return absl::OkStatus();
}

void SubtaskRun::LimitPolls() {
  const RunOptions& options = context_.options;
  if (!options.limit) return;
  const int64_t left = std::max<int64_t>(*options.limit - progress_.records_in, 1);
  for (ConnectorEnvironment& environment : source_environments_) {
    environment.max_poll_records = std::min(options.batch_rows, static_cast<size_t>(left));
  }
}

absl::Status SubtaskRun::CheckpointIfDue() { return checkpoints_.IsDue(context_.now()) ? Checkpoint() : absl::OkStatus(); }

// What was read has reached its destination before the positions say so, or becomes visible together with them.
absl::Status SubtaskRun::Checkpoint() {
  const absl::Time begin = context_.now();
  for (PipelineTask& task : tasks_) DREY_RETURN_IF_ERROR(task.Release(evaluation_));
  if (context_.is_dry_run()) {
    for (auto& sink : sinks_) DREY_RETURN_IF_ERROR(sink->sink().Flush());
    return absl::OkStatus();
  }
  const JobPositions positions = SnapshotPositions();
  for (auto& sink : sinks_) {
    sink->SetPositions(PositionsOf(*sink));
    DREY_RETURN_IF_ERROR(sink->CommitOutput(sink->keeps_state() ? SnapshotState(*sink) : std::vector<OperatorState>()));
  }
  if (store_) DREY_RETURN_IF_ERROR(store_->Store(positions));
  if (context_.options.on_checkpoint) context_.options.on_checkpoint(positions);
  for (auto& sink : sinks_) {
    if (sink->commits_positions_with_output()) continue;
    for (const size_t i : sink->pipelines()) DREY_RETURN_IF_ERROR(tasks_[i].CommitPosition(positions.sources[i]));
    DREY_RETURN_IF_ERROR(sink->WriteEntry());
  }
  checkpoints_.Complete(begin, context_.now());
  return absl::OkStatus();
}

// With the state of those sinks that do not keep it with the progress of their group.
JobPositions SubtaskRun::SnapshotPositions() const {
  JobPositions positions{.fingerprint = context_.shared.fingerprint};
  for (const PipelineTask& task : tasks_) positions.sources.push_back(task.Position());
  if (!store_ && !context_.options.on_checkpoint) return positions;
  for (const auto& sink : sinks_) {
    if (sink->keeps_state()) continue;
    std::vector<OperatorState> states = SnapshotState(*sink);
    std::move(states.begin(), states.end(), std::back_inserter(positions.states));
  }
  return positions;
}

std::vector<OperatorState> SubtaskRun::SnapshotState(const SinkRun& sink) const {
  std::vector<OperatorState> states;
  for (const size_t i : sink.pipelines()) {
    for (auto& [index, bytes] : tasks_[i].SnapshotStates()) states.push_back({.pipeline = i, .index = index, .bytes = std::move(bytes)});
  }
  return states;
}

PartitionOffsets SubtaskRun::PositionsOf(const SinkRun& sink) const {
  PartitionOffsets positions;
  for (const size_t i : sink.pipelines()) {
    for (const auto& [id, offset] : tasks_[i].Position().next_offsets) positions[{id.first, id.second}] = offset;
  }
  return positions;
}

absl::Status SubtaskRun::ShowLife() {
  for (auto& sink : sinks_) DREY_RETURN_IF_ERROR(sink->ShowLife());
  return absl::OkStatus();
}

// The group is kept until the last subtask has ended.
absl::Status SubtaskRun::Release() {
  while (context_.shared.at_work > 1) {
    absl::SleepFor(kPollTime / 10);
    DREY_RETURN_IF_ERROR(ShowLife());
  }
  for (auto& sink : sinks_) DREY_RETURN_IF_ERROR(sink->Release());
  return absl::OkStatus();
}

void SubtaskRun::LetGo() {
  for (auto& sink : sinks_) {
    if (const absl::Status released = sink->Release(); !released.ok()) Log(LogLevel::kWarning, "job", MessageOf(released));
  }
}

void SubtaskRun::GiveUp(const absl::Status& failure) {
  for (auto& sink : sinks_) {
    const absl::Status status = sink->GiveUp(MessageOf(failure));
    if (!status.ok()) Log(LogLevel::kWarning, "job", MessageOf(status));
  }
}

void SubtaskRun::AddProfiles() const {
  for (size_t i = 0; i < tasks_.size(); ++i) {
    if (const PipelineProfile* profile = tasks_[i].profile()) context_.options.profile->Add(context_.graph.pipelines[i], *profile);
  }
}

const RunProgress& SubtaskRun::UpdateProgress() {
  SharedRun& shared = context_.shared;
  RunProgress progress;
  progress.skipped_because = progress_.skipped_because;
  progress.records_pending = 0;
  if (context_.subtask == 0) progress.records_skipped = shared.failed_rows.count();
  for (const PipelineTask& task : tasks_) {
    const SourceStatistics source = task.source_statistics();
    progress.records_in += source.records;
    progress.bytes_in += source.bytes;
    progress.records_skipped += task.skipped_rows();
    // Of optionals the absent one is the least.
    progress.fetch_event_time_lag = std::max(progress.fetch_event_time_lag, source.fetch_event_time_lag);
    progress.emit_event_time_lag = std::max(progress.emit_event_time_lag, source.emit_event_time_lag);
    progress.records_pending = source.pending < 0 || progress.records_pending < 0 ? -1 : progress.records_pending + source.pending;
  }
  for (const auto& sink : sinks_) {
    if (!sink->is_open()) continue;
    progress.records_out += sink->sink().Statistics().records;
    progress.bytes_out += sink->sink().Statistics().bytes;
  }
  progress.elapsed = context_.now() - shared.start;
  progress.checkpoint_interval = running_.empty() ? absl::InfiniteDuration() : checkpoints_.interval();
  progress.checkpoints = checkpoints_.completed();
  progress.last_checkpoint_duration = checkpoints_.last_duration();
  shared.records_in += progress.records_in - progress_.records_in;
  const std::lock_guard lock(shared.progress_mutex);
  progress_ = progress;
  return progress_;
}

void SubtaskRun::ReportIfDue() {
  if (!on_progress_) return;
  const absl::Time now = context_.now();
  if (now >= last_report_ && now - last_report_ < kPollTime) return;
  last_report_ = now;
  on_progress_(UpdateProgress());
}

}  // namespace drey
