#include "runtime/job/job_runner.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "runtime/connectors/connector_environment.h"
#include "runtime/ledger/run_ledger.h"
#include "runtime/logging/logging.h"
#include "runtime/task/failed_rows.h"
#include "runtime/task/pipeline_task.h"

namespace drey {
namespace {

constexpr absl::Duration kPollTime = absl::Milliseconds(100);
constexpr absl::Duration kDefaultCheckpointInterval = absl::Seconds(10);
// A backlog is committed piece by piece, long before a transaction times out.
constexpr absl::Duration kDefaultCommitInterval = absl::Seconds(60);

// The text beside an offset that drey commits: this, the job's fingerprint, the run's parallelism.
constexpr std::string_view kMetadata = "drey 1 ";

// How many subtasks the run had that committed with this text; 0 where it is not drey's.
int ParallelismIn(std::string_view metadata) {
  if (!metadata.starts_with(kMetadata)) return 0;
  const std::string_view digits = metadata.substr(metadata.rfind(' ') + 1);
  int parallelism = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), parallelism);
  return parallelism;
}

// The groups under which the progress of each sink is kept: properties.group.id, else --group, else the transactional prefix. Sinks
// behind the first have groups of their own, since each commits by itself.
std::map<const SinkSpec*, std::string> GroupsOf(const JobGraph& graph, const RunOptions& options) {
  std::map<const SinkSpec*, std::string> groups;
  for (const Pipeline& pipeline : graph.pipelines) {
    const auto [place, added] = groups.try_emplace(pipeline.sink.spec.get(), pipeline.source.spec->group_id());
    if (!added) continue;
    std::string& group = place->second;
    if (group.empty()) group = options.group;
    if (group.empty()) group = pipeline.sink.spec->transactional_id_prefix();
    if (!group.empty() && groups.size() > 1) Append(group, "-", groups.size() - 1);
  }
  return groups;
}

// What the subtasks of a run have in common.
struct SharedRun {
  SharedRun(const JobGraph& graph, const RunOptions& options)
      : fingerprint(graph.Fingerprint()),
        groups(GroupsOf(graph, options)),
        start(options.clock()),
        name(Concat(absl::FormatTime("%Y%m%dT%H%M%E3SZ", start, absl::UTCTimeZone()), "-", static_cast<int64_t>(::getpid()))),
        failed_rows(options.errors, options.since_last_run ? options.since_last_run->job : options.holder) {}

  const std::string fingerprint;
  // Of the whole job: not every subtask has every pipeline.
  const std::map<const SinkSpec*, std::string> groups;
  const absl::Time start;
  // Sortable by time, and no two alike.
  const std::string name;
  FailedRows failed_rows;
  std::atomic<bool> failed = false;
  std::atomic<int> at_work = 1;
  std::atomic<int64_t> records_in = 0;
  std::mutex progress_mutex;
};

// A run that failed before its first commit left no offsets behind.
bool HasCommitted(const RunEntry& entry) {
  return entry.outcome != "failed" || std::any_of(entry.positions.begin(), entry.positions.end(),
                                                  [](const auto& position) { return position.second.from != position.second.to; });
}

// One of the subtasks of a run, on a thread of its own: it reads its share of the partitions, and writes and commits by itself.
class SubtaskRun {
 public:
  SubtaskRun(const JobGraph& graph, const RunOptions& options, SharedRun& shared, int subtask, int parallelism)
      : graph_(graph), options_(options), shared_(shared), subtask_(subtask), parallelism_(parallelism) {
    environment_.subtask = subtask;
    environment_.parallelism = parallelism;
    environment_.log = options.log.get();
    environment_.needs_servers = options.log_needs_servers;
    environment_.version = graph.version;
    environment_.clock = options.clock;
    environment_.strict = options.strict;
    environment_.on_data_loss = options.on_data_loss;
    environment_.group = options.group;
    environment_.holder = options.holder;
    environment_.max_poll_records = options.batch_rows;
    environment_.print_line = options.print_line;
    environment_.dry_run_output = options.dry_run_output;
    evaluation_.version = graph.version;
    evaluation_.time_zone = graph.time_zone;
    evaluation_.now = shared.start;
    evaluation_.random_seed = static_cast<uint64_t>(absl::ToUnixNanos(shared.start) + subtask);
  }

  // Before Run: which sinks there are, and whether the run may begin. False when another run of the group is at work and this one is not
  // to be; the reason is in the progress.
  absl::StatusOr<bool> Prepare() { return PlanSinks(); }

  absl::Status Run() {
    absl::Status status = RunSteps();
    UpdateProgress();
    if (!status.ok()) GiveUp(status);
    --shared_.at_work;
    return status;
  }

  // Called from Run's thread about every 100 ms; not with more than one subtask.
  void set_on_progress(std::function<void(const RunProgress&)> on_progress) { on_progress_ = std::move(on_progress); }

  // From any thread.
  RunProgress progress() const {
    const std::lock_guard lock(shared_.progress_mutex);
    return progress_;
  }

 private:
  // A sink and what its pipelines share: the group of their progress, the entry of the run in the group's ledger.
  struct SinkRun {
    ConnectorEnvironment environment = {};
    std::unique_ptr<Sink> sink = {};
    std::string group = {};
    std::vector<size_t> pipelines = {};
    std::unique_ptr<RunLedger> ledger = {};
    RunEntry entry = {};
    bool ran_before = false;
  };

  absl::Status RunSteps() {
    DREY_RETURN_IF_ERROR(OpenTasks());
    while (!running_.empty() && !ShouldStop()) {
      if (shared_.failed) return absl::CancelledError("another subtask failed");
      DREY_RETURN_IF_ERROR(StepAll());
      DREY_RETURN_IF_ERROR(shared_.failed_rows.CheckShare(shared_.records_in, false));
      DREY_RETURN_IF_ERROR(CheckpointIfDue());
      DREY_RETURN_IF_ERROR(ShowLife());
      ReportIfDue();
    }
    for (PipelineTask& task : tasks_) DREY_RETURN_IF_ERROR(task.Finish(evaluation_));
    DREY_RETURN_IF_ERROR(shared_.failed_rows.CheckShare(shared_.records_in, true));
    outcome_ = running_.empty() ? "finished" : "stopped";
    DREY_RETURN_IF_ERROR(Checkpoint());
    return subtask_ == 0 ? Release() : absl::OkStatus();
  }

  // Which pipelines share a sink, and where their progress is kept. False when another run of the group is at work and this one is not
  // to be.
  absl::StatusOr<bool> PlanSinks() {
    for (size_t i = 0; i < graph_.pipelines.size(); ++i) {
      const Pipeline& pipeline = graph_.pipelines[i];
      const auto [place, added] = sinks_.try_emplace(pipeline.sink.spec.get());
      SinkRun& run = place->second;
      run.pipelines.push_back(i);
      if (added) {
        run.environment = environment_;
        run.group = shared_.groups.at(pipeline.sink.spec.get());
      }
      DREY_RETURN_IF_ERROR(CheckOneReader(run, i));
    }
    if (!options_.since_last_run || is_dry_run()) return true;
    for (auto& [spec, run] : sinks_) {
      DREY_ASSIGN_OR_RETURN(const bool claimed, Claim(run));
      if (!claimed) return false;
    }
    return true;
  }

  // A group has one position a partition.
  absl::Status CheckOneReader(const SinkRun& run, size_t added) const {
    if (run.pipelines.size() < 2 || !keeps_progress(*graph_.pipelines[added].sink.spec)) return absl::OkStatus();
    for (const size_t other : run.pipelines) {
      if (other == added || graph_.pipelines[other].source.table != graph_.pipelines[added].source.table) continue;
      return UnsupportedError(Concat("progress of two INSERTs that read ", graph_.pipelines[added].source.table, " and write ",
                                     graph_.pipelines[added].sink.table),
                              {}, "write one INSERT with UNION ALL");
    }
    return absl::OkStatus();
  }

  // True when positions are committed together with the output, and gone on from.
  bool keeps_progress(const SinkSpec& sink) const {
    if (is_dry_run()) return false;
    return options_.since_last_run || (graph_.mode == RuntimeMode::kStreaming && !sink.transactional_id_prefix().empty());
  }

  absl::StatusOr<bool> Claim(SinkRun& run) {
    const Pipeline& pipeline = graph_.pipelines[run.pipelines.front()];
    DREY_ASSIGN_OR_RETURN(ClientSettings settings, pipeline.source.spec->LogSettings());
    run.ledger = std::make_unique<RunLedger>(
        *options_.log,
        RunLedger::Options{
            .group = run.group, .settings = std::move(settings), .on_broker = options_.log_needs_servers, .holder = options_.holder});
    run.entry = {.group = run.group,
                 .run = subtask_ == 0 ? shared_.name : Concat(shared_.name, "/", subtask_),
                 .job = options_.since_last_run->job,
                 .fingerprint = shared_.fingerprint,
                 .overrides = options_.since_last_run->overrides,
                 .start = absl::ToUnixMillis(shared_.start),
                 .outcome = "running"};
    // The first subtask keeps the group for all.
    while (subtask_ == 0) {
      DREY_ASSIGN_OR_RETURN(const std::optional<std::string> holder, run.ledger->Claim(run.entry.run, options_.clock()));
      if (!holder) break;
      const std::string reason = Concat("group '", run.group, "' is being run by ", *holder);
      const bool stopped = options_.stop != nullptr && options_.stop->stopped();
      if (options_.since_last_run->if_running == IfRunning::kFail) {
        return UnavailableError(reason, "--if-running wait waits for its end, --if-running skip leaves it at that");
      }
      if (options_.since_last_run->if_running == IfRunning::kSkip || stopped) {
        const std::lock_guard lock(shared_.progress_mutex);
        progress_.skipped_because = reason;
        return false;
      }
      absl::SleepFor(kPollTime);
    }
    DREY_ASSIGN_OR_RETURN(const std::vector<RunEntry> before, run.ledger->Read());
    run.ran_before = std::any_of(before.begin(), before.end(), HasCommitted);
    return true;
  }

  absl::Status OpenTasks() {
    std::optional<JobPositions> stored;
    if (!options_.checkpoint_directory.empty() && !is_dry_run()) {
      DREY_ASSIGN_OR_RETURN(store_, PositionStore::Open(options_.checkpoint_directory, subtask_, parallelism_));
      DREY_ASSIGN_OR_RETURN(stored, store_->Load(shared_.fingerprint));
    }
    source_environments_.resize(graph_.pipelines.size(), environment_);
    tasks_.reserve(graph_.pipelines.size());
    bool transactional = false;
    for (size_t i = 0; i < graph_.pipelines.size(); ++i) {
      const Pipeline& pipeline = graph_.pipelines[i];
      SinkRun& run = sinks_.at(pipeline.sink.spec.get());
      DREY_RETURN_IF_ERROR(OpenSink(run, *pipeline.sink.spec));
      transactional |= run.sink->transactional();
      tasks_.emplace_back(pipeline);
      std::optional<SourcePosition> resume;
      const bool from_group = keeps_progress(*pipeline.sink.spec);
      if (!from_group && stored && i < stored->sources.size()) resume = stored->sources[i];
      if (i < options_.resume.size() && options_.resume[i]) resume = options_.resume[i];
      if (from_group) source_environments_[i].resume = ResumePointOf(run);
      DREY_RETURN_IF_ERROR(tasks_.back().Open(source_environments_[i], resume, *run.sink, shared_.failed_rows, operators_));
      for (const auto& [id, offset] : tasks_.back().Position().next_offsets) {
        run.entry.positions[{id.first, id.second}] = {offset, offset};
      }
      running_.push_back(&tasks_.back());
    }
    const absl::Duration default_interval = options_.since_last_run   ? kDefaultCommitInterval
                                            : store_ || transactional ? kDefaultCheckpointInterval
                                                                      : absl::InfiniteDuration();
    checkpoint_interval_ = graph_.checkpoint_interval.value_or(default_interval);
    if (options_.resume_states) {
      DREY_RETURN_IF_ERROR(RestoreStates(*options_.resume_states));
    } else if (stored) {
      DREY_RETURN_IF_ERROR(RestoreStates(stored->states));
    }
    DREY_RETURN_IF_ERROR(RefuseLostState());
    next_checkpoint_ = options_.clock() + checkpoint_interval_;
    return absl::OkStatus();
  }

  absl::Status RestoreStates(const std::vector<OperatorState>& states) {
    size_t expected = 0;
    for (const PipelineTask& task : tasks_) expected += task.SnapshotStates().size();
    bool fits = expected == states.size();
    for (const OperatorState& state : states) {
      fits = fits && state.pipeline < tasks_.size() && tasks_[state.pipeline].RestoreState(state.index, state.bytes);
    }
    if (fits) return absl::OkStatus();
    return MakeError({.kind = ErrorKind::kCheckpointMismatch,
                      .hint = "give --checkpoints another folder to start the job from its startup mode"},
                     "the state of the checkpoint does not fit the job's operators");
  }

  // Positions that come from elsewhere come without what the operators knew there.
  absl::Status RefuseLostState() const {
    for (size_t i = 0; i < tasks_.size(); ++i) {
      if (!tasks_[i].has_state() || !keeps_progress(*graph_.pipelines[i].sink.spec)) continue;
      return UnsupportedError("progress in the offsets of a group, in a job that keeps state");
    }
    return absl::OkStatus();
  }

  // Opened before the source: what cannot be written should not be read, and a predecessor's transaction is over before its positions
  // are asked for.
  absl::Status OpenSink(SinkRun& run, const SinkSpec& spec) {
    if (run.sink != nullptr) return absl::OkStatus();
    if (keeps_progress(spec)) {
      if (options_.since_last_run) run.environment.transactional_id_prefix = run.group;
      run.environment.transaction_group = run.group;
      run.environment.transaction_content = [this, &run] { return ContentOf(run); };
    }
    DREY_ASSIGN_OR_RETURN(run.sink, spec.Open(run.environment));
    return absl::OkStatus();
  }

  // Committed by drey, the text beside an offset says by which job. A run that goes on where the last ended takes any.
  ResumePoint ResumePointOf(const SinkRun& run) const {
    ResumePoint point = {.group = run.group};
    point.before_reading = [this, sink = run.sink.get()](const GroupOffsets& committed) -> absl::Status {
      int before = 0;
      for (const auto& [id, offset] : committed) before = std::max(before, ParallelismIn(offset.metadata));
      for (int other = parallelism_; other < before; ++other) DREY_RETURN_IF_ERROR(sink->AbortTransactionOf(other));
      return absl::OkStatus();
    };
    if (options_.since_last_run) {
      if (run.ran_before && !options_.since_last_run->from_startup_mode) {
        point.when_absent = MakeError({.kind = ErrorKind::kJobFailed,
                                       .hint = "--from-startup-mode begins where the table's options say"},
                                      Concat("group '", run.group, "' has no committed offsets, but its ledger knows of runs: the broker "
                                             "forgets the offsets of a group that is idle (offsets.retention.minutes)"));
      }
      return point;
    }
    point.accepts = [fingerprint = shared_.fingerprint](const CommittedOffset& committed) -> absl::StatusOr<bool> {
      if (!committed.metadata.starts_with(kMetadata)) return false;
      const std::string_view job = std::string_view(committed.metadata).substr(kMetadata.size());
      if (job.substr(0, job.find(' ')) == fingerprint) return true;
      return MakeError({.kind = ErrorKind::kCheckpointMismatch,
                        .hint = "give another --group or 'sink.transactional-id-prefix' to start the changed job from its startup mode"},
                       "the group's positions were committed by a job with other tables, columns or expressions");
    };
    return point;
  }

  PartitionOffsets PositionsOf(const SinkRun& run) const {
    PartitionOffsets positions;
    for (const size_t i : run.pipelines) {
      for (const auto& [id, offset] : tasks_[i].Position().next_offsets) positions[{id.first, id.second}] = offset;
    }
    return positions;
  }

  // Positions, and the run's entry as it is then, become committed with the output.
  TransactionContent ContentOf(SinkRun& run) {
    TransactionContent content;
    if (!failed_) {
      content.group = run.group;
      for (const auto& [id, offset] : PositionsOf(run)) {
        content.offsets[id] = {.offset = offset, .metadata = Concat(kMetadata, shared_.fingerprint, " ", parallelism_)};
      }
    }
    if (run.ledger == nullptr) return content;
    UpdateEntry(run);
    content.records.push_back({run.ledger->topic(), RunLedger::KeyOf(run.entry), ToJson(run.entry)});
    return content;
  }

  void UpdateEntry(SinkRun& run) {
    if (!failed_) {
      for (const auto& [id, offset] : PositionsOf(run)) {
        const auto [place, added] = run.entry.positions.try_emplace(id, RunEntry::Range{offset, offset});
        place->second.to = offset;
      }
    }
    UpdateProgress();
    run.entry.records_in = progress_.records_in;
    run.entry.records_out = progress_.records_out;
    run.entry.records_skipped = progress_.records_skipped;
    run.entry.outcome = outcome_;
    if (outcome_ != "running") run.entry.end = absl::ToUnixMillis(options_.clock());
  }

  // Nothing of what was not committed is ever seen; the ledger says what happened, where it still can.
  void GiveUp(const absl::Status& failure) {
    outcome_ = "failed";
    failed_ = true;
    for (auto& [spec, run] : sinks_) {
      if (run.sink == nullptr) continue;
      run.entry.message = std::string(MessageOf(failure));
      absl::Status status = run.sink->AbortTransaction();
      if (status.ok() && run.ledger != nullptr) {
        status = run.sink->transactional() ? run.sink->CommitTransaction() : WriteEntry(run);
      }
      if (status.ok() && run.ledger != nullptr && subtask_ == 0) status = run.ledger->Release();
      if (!status.ok()) Log(LogLevel::kWarning, "job", MessageOf(status));
    }
  }

  absl::Status WriteEntry(SinkRun& run) {
    UpdateEntry(run);
    return run.ledger->Write(run.entry);
  }

  // The group is kept until the last subtask has ended.
  absl::Status Release() {
    while (shared_.at_work > 1) {
      absl::SleepFor(kPollTime / 10);
      DREY_RETURN_IF_ERROR(ShowLife());
    }
    for (auto& [spec, run] : sinks_) {
      if (run.ledger != nullptr) DREY_RETURN_IF_ERROR(run.ledger->Release());
    }
    return absl::OkStatus();
  }

  absl::Status ShowLife() {
    if (subtask_ != 0) return absl::OkStatus();
    for (auto& [spec, run] : sinks_) {
      if (run.ledger != nullptr) DREY_RETURN_IF_ERROR(run.ledger->ShowLife(options_.clock()));
    }
    return absl::OkStatus();
  }

  bool is_dry_run() const { return static_cast<bool>(options_.dry_run_output); }

  bool ShouldStop() const {
    if (options_.stop != nullptr && options_.stop->stopped()) return true;
    return options_.limit && progress_.records_in >= *options_.limit;
  }

  absl::Status StepAll() {
    for (size_t i = 0; i < running_.size();) {
      if (graph_.mode == RuntimeMode::kStreaming) evaluation_.now = options_.clock();
      if (options_.limit) {
        const int64_t left = std::max<int64_t>(*options_.limit - progress_.records_in, 1);
        for (ConnectorEnvironment& environment : source_environments_) {
          environment.max_poll_records = std::min(options_.batch_rows, static_cast<size_t>(left));
        }
      }
      // Several pipelines share the thread, so none may wait long.
      const absl::Duration wait = kPollTime / static_cast<int64_t>(running_.size());
      DREY_ASSIGN_OR_RETURN(const Source::PollResult result, running_[i]->Step(options_.clock() + wait, evaluation_));
      UpdateProgress();
      if (result == Source::PollResult::kEnd) {
        running_.erase(running_.begin() + static_cast<ptrdiff_t>(i));
      } else {
        ++i;
      }
    }
    return absl::OkStatus();
  }

  absl::Status CheckpointIfDue() {
    if (checkpoint_interval_ == absl::InfiniteDuration()) return absl::OkStatus();
    // A clock that is set back must not put it off.
    next_checkpoint_ = std::min(next_checkpoint_, options_.clock() + checkpoint_interval_);
    if (options_.clock() < next_checkpoint_) return absl::OkStatus();
    DREY_RETURN_IF_ERROR(Checkpoint());
    next_checkpoint_ = options_.clock() + checkpoint_interval_;
    return absl::OkStatus();
  }

  // What was read has reached its destination before the positions say so, or becomes visible together with them.
  absl::Status Checkpoint() {
    if (is_dry_run()) return FlushSinks();
    const absl::Time begin = options_.clock();
    JobPositions positions{.fingerprint = shared_.fingerprint};
    for (size_t i = 0; i < tasks_.size(); ++i) {
      positions.sources.push_back(tasks_[i].Position());
      if (!store_ && !options_.on_checkpoint) continue;
      for (auto& [index, bytes] : tasks_[i].SnapshotStates()) {
        positions.states.push_back({.pipeline = i, .index = index, .bytes = std::move(bytes)});
      }
    }
    for (auto& [spec, run] : sinks_) DREY_RETURN_IF_ERROR(run.sink->CommitTransaction());
    if (store_) DREY_RETURN_IF_ERROR(store_->Store(positions));
    if (options_.on_checkpoint) options_.on_checkpoint(positions);
    for (auto& [spec, run] : sinks_) {
      const bool committed = run.sink->transactional() && run.environment.transaction_content;
      if (committed) continue;
      for (const size_t i : run.pipelines) DREY_RETURN_IF_ERROR(tasks_[i].CommitPosition(positions.sources[i]));
      if (run.ledger != nullptr) DREY_RETURN_IF_ERROR(WriteEntry(run));
    }
    ++checkpoints_;
    last_checkpoint_duration_ = options_.clock() - begin;
    return absl::OkStatus();
  }

  absl::Status FlushSinks() {
    for (auto& [spec, run] : sinks_) DREY_RETURN_IF_ERROR(run.sink->Flush());
    return absl::OkStatus();
  }

  void UpdateProgress() {
    RunProgress progress;
    progress.skipped_because = progress_.skipped_because;
    progress.records_pending = 0;
    if (subtask_ == 0) progress.records_skipped = shared_.failed_rows.count();
    for (const PipelineTask& task : tasks_) {
      const SourceStatistics source = task.source_statistics();
      progress.records_in += source.records;
      progress.bytes_in += source.bytes;
      progress.records_skipped += task.skipped_rows();
      progress.records_pending = source.pending < 0 || progress.records_pending < 0 ? -1 : progress.records_pending + source.pending;
    }
    for (const auto& [spec, run] : sinks_) {
      if (run.sink == nullptr) continue;
      progress.records_out += run.sink->Statistics().records;
      progress.bytes_out += run.sink->Statistics().bytes;
    }
    progress.elapsed = options_.clock() - shared_.start;
    progress.checkpoint_interval = running_.empty() ? absl::InfiniteDuration() : checkpoint_interval_;
    progress.checkpoints = checkpoints_;
    progress.last_checkpoint_duration = last_checkpoint_duration_;
    shared_.records_in += progress.records_in - progress_.records_in;
    const std::lock_guard lock(shared_.progress_mutex);
    progress_ = progress;
  }

  void ReportIfDue() {
    if (!on_progress_) return;
    const absl::Time now = options_.clock();
    if (now >= last_report_ && now - last_report_ < kPollTime) return;
    last_report_ = now;
    UpdateProgress();
    on_progress_(progress_);
  }

  const JobGraph& graph_;
  const RunOptions& options_;
  SharedRun& shared_;
  int subtask_;
  int parallelism_;
  RunProgress progress_;  // written by the run's thread only
  std::function<void(const RunProgress&)> on_progress_;
  absl::Time last_report_ = absl::InfinitePast();
  absl::Time next_checkpoint_ = absl::InfiniteFuture();
  absl::Duration checkpoint_interval_ = absl::InfiniteDuration();
  int64_t checkpoints_ = 0;
  absl::Duration last_checkpoint_duration_ = absl::ZeroDuration();
  ConnectorEnvironment environment_;
  EvaluationContext evaluation_;
  std::optional<PositionStore> store_;
  std::string outcome_ = "running";
  bool failed_ = false;
  std::map<const SinkSpec*, SinkRun> sinks_;                  // outlive the tasks
  std::vector<ConnectorEnvironment> source_environments_;  // by pipeline
  PipelineTask::SharedOperators operators_;
  std::vector<PipelineTask> tasks_;
  std::vector<PipelineTask*> running_;
};

// As many subtasks as the job's parallelism, each on its thread.
class ParallelRun {
 public:
  ParallelRun(const JobGraph& graph, const RunOptions& options, SharedRun& shared)
      : options_(options), subtask_options_(options), shared_(shared), others_graph_(graph) {
    std::erase_if(others_graph_.pipelines, [](const Pipeline& pipeline) { return !pipeline.source.spec->splittable(); });
    if (options.print_line) {
      subtask_options_.print_line = [this](std::string_view line, bool to_standard_error) {
        const std::lock_guard lock(output_mutex_);
        options_.print_line(line, to_standard_error);
      };
    }
    if (options.dry_run_output) {
      subtask_options_.dry_run_output = [this](std::string_view envelope) {
        const std::lock_guard lock(output_mutex_);
        options_.dry_run_output(envelope);
      };
    }
    for (int i = 0; i < graph.parallelism; ++i) {
      subtasks_.push_back(std::make_unique<SubtaskRun>(i == 0 ? graph : others_graph_, subtask_options_, shared, i, graph.parallelism));
    }
  }

  absl::Status Run(RunProgress& progress) {
    for (const auto& subtask : subtasks_) {
      absl::StatusOr<bool> may_run = subtask->Prepare();
      if (may_run.ok() && *may_run) continue;
      progress = subtask->progress();
      return may_run.status();
    }
    shared_.at_work = static_cast<int>(subtasks_.size());
    std::vector<std::thread> threads;
    for (const auto& subtask : subtasks_) threads.emplace_back([this, &subtask] { Take(subtask->Run()); });
    while (shared_.at_work > 0) {
      absl::SleepFor(kPollTime / 10);
      Report(progress);
    }
    for (std::thread& thread : threads) thread.join();
    Report(progress);
    return failure_;
  }

 private:
  // Of several failures the first is the reason of the others.
  void Take(const absl::Status& status) {
    if (status.ok()) return;
    const std::lock_guard lock(failure_mutex_);
    const bool follows = absl::IsCancelled(status);
    if (failure_.ok() || (absl::IsCancelled(failure_) && !follows)) failure_ = status;
    shared_.failed = true;
  }

  // A checkpoint of the job is one of every subtask that is still at work.
  static void AddCheckpoints(const RunProgress& part, RunProgress& sum) {
    sum.last_checkpoint_duration = std::max(sum.last_checkpoint_duration, part.last_checkpoint_duration);
    const bool at_work = part.checkpoint_interval != absl::InfiniteDuration();
    const bool first_at_work = at_work && sum.checkpoint_interval == absl::InfiniteDuration();
    if (first_at_work) {
      sum.checkpoint_interval = part.checkpoint_interval;
      sum.checkpoints = part.checkpoints;
    } else if (at_work) {
      sum.checkpoints = std::min(sum.checkpoints, part.checkpoints);
    } else if (sum.checkpoint_interval == absl::InfiniteDuration()) {
      sum.checkpoints = std::max(sum.checkpoints, part.checkpoints);
    }
  }

  void Report(RunProgress& progress) {
    RunProgress sum;
    sum.records_pending = 0;
    for (const auto& subtask : subtasks_) {
      const RunProgress part = subtask->progress();
      sum.records_in += part.records_in;
      sum.records_out += part.records_out;
      sum.records_skipped += part.records_skipped;
      sum.bytes_in += part.bytes_in;
      sum.bytes_out += part.bytes_out;
      AddCheckpoints(part, sum);
      sum.records_pending = part.records_pending < 0 || sum.records_pending < 0 ? -1 : sum.records_pending + part.records_pending;
    }
    sum.elapsed = options_.clock() - shared_.start;
    progress = sum;
    if (options_.on_progress) options_.on_progress(progress);
  }

  const RunOptions& options_;
  RunOptions subtask_options_;
  SharedRun& shared_;
  JobGraph others_graph_;
  std::vector<std::unique_ptr<SubtaskRun>> subtasks_;
  std::mutex output_mutex_;
  std::mutex failure_mutex_;
  absl::Status failure_;
};

// A transaction of local topics ends with the length of each file, which several writers could not tell apart.
bool CommitsToFiles(const JobGraph& graph, const RunOptions& options) {
  if (options.log_needs_servers) return false;
  const bool transactional = options.since_last_run || std::any_of(graph.pipelines.begin(), graph.pipelines.end(), [](const Pipeline& pipeline) {
                               return !pipeline.sink.spec->transactional_id_prefix().empty();
                             });
  if (transactional && graph.parallelism > 1) {
    Log(LogLevel::kWarning, "job", Concat("parallelism ", graph.parallelism, " has no effect: the transactions of local topics are one writer's"));
  }
  return transactional;
}

bool KeepsState(const JobGraph& graph) {
  for (const Pipeline& pipeline : graph.pipelines) {
    for (const auto& spec : pipeline.operators) {
      if (!spec->MakeOperator()->has_state()) continue;
      if (graph.parallelism > 1) {
        Log(LogLevel::kWarning, "job", Concat("parallelism ", graph.parallelism, " has no effect: the job keeps state"));
      }
      return true;
    }
  }
  return false;
}

}  // namespace

absl::Status RunJob(const JobGraph& graph, const RunOptions& options, RunProgress& progress) {
  SharedRun shared(graph, options);
  // Tests and --limit look at single records, in one order; what operators know of a key is asked for by the rows of any partition.
  const bool one_by_one =
      options.limit || !options.resume.empty() || options.on_checkpoint || CommitsToFiles(graph, options) || KeepsState(graph);
  if (graph.parallelism > 1 && !one_by_one) return ParallelRun(graph, options, shared).Run(progress);
  SubtaskRun run(graph, options, shared, 0, 1);
  run.set_on_progress(options.on_progress);
  DREY_ASSIGN_OR_RETURN(const bool may_run, run.Prepare());
  const absl::Status status = may_run ? run.Run() : absl::OkStatus();
  progress = run.progress();
  if (options.on_progress) options.on_progress(progress);
  return status;
}

}  // namespace drey
