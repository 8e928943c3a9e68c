#include "runtime/job/job_runner.h"

#include <algorithm>
#include <map>
#include <memory>
#include <vector>

#include "runtime/checkpoint/position_store.h"
#include "runtime/connectors/connector_environment.h"
#include "runtime/task/pipeline_task.h"

namespace drey {
namespace {

constexpr absl::Duration kPollTime = absl::Milliseconds(100);
constexpr absl::Duration kDefaultCheckpointInterval = absl::Seconds(10);

class JobRun {
 public:
  JobRun(const JobGraph& graph, const RunOptions& options, RunProgress& progress)
      : graph_(graph), options_(options), progress_(progress), start_(options.clock()) {
    environment_.log = options.log.get();
    environment_.needs_servers = options.log_needs_servers;
    environment_.version = graph.version;
    environment_.clock = options.clock;
    environment_.group = options.group;
    environment_.holder = options.holder;
    environment_.max_poll_records = options.batch_rows;
    environment_.print_line = options.print_line;
    environment_.dry_run_output = options.dry_run_output;
    evaluation_.version = graph.version;
    evaluation_.time_zone = graph.time_zone;
    evaluation_.now = start_;
    evaluation_.random_seed = static_cast<uint64_t>(absl::ToUnixNanos(start_));
  }

  absl::Status Run() {
    const absl::Status status = RunSteps();
    UpdateProgress();
    if (options_.on_progress) options_.on_progress(progress_);
    return status;
  }

 private:
  absl::Status RunSteps() {
    DREY_RETURN_IF_ERROR(OpenTasks());
    while (!running_.empty() && !ShouldStop()) {
      DREY_RETURN_IF_ERROR(StepAll());
      DREY_RETURN_IF_ERROR(CheckpointIfDue());
      ReportIfDue();
    }
    for (PipelineTask& task : tasks_) DREY_RETURN_IF_ERROR(task.Finish(evaluation_));
    return Checkpoint();
  }

  absl::Status OpenTasks() {
    std::optional<JobPositions> stored;
    if (!options_.checkpoint_directory.empty() && !is_dry_run()) {
      DREY_ASSIGN_OR_RETURN(store_, PositionStore::Open(options_.checkpoint_directory));
      DREY_ASSIGN_OR_RETURN(stored, store_->Load(graph_.Fingerprint()));
    }
    const absl::Duration default_interval = store_ ? kDefaultCheckpointInterval : absl::InfiniteDuration();
    checkpoint_interval_ = graph_.checkpoint_interval.value_or(default_interval);
    tasks_.reserve(graph_.pipelines.size());
    for (size_t i = 0; i < graph_.pipelines.size(); ++i) {
      tasks_.emplace_back(graph_.pipelines[i]);
      DREY_ASSIGN_OR_RETURN(Sink * sink, SinkOf(graph_.pipelines[i]));
      std::optional<SourcePosition> resume;
      if (stored && i < stored->sources.size()) resume = stored->sources[i];
      if (i < options_.resume.size() && options_.resume[i]) resume = options_.resume[i];
      DREY_RETURN_IF_ERROR(tasks_.back().Open(environment_, resume, *sink));
      running_.push_back(&tasks_.back());
    }
    next_checkpoint_ = options_.clock() + checkpoint_interval_;
    return absl::OkStatus();
  }

  // Opened before the source: what cannot be written should not be read. Pipelines with the same spec share the sink.
  absl::StatusOr<Sink*> SinkOf(const Pipeline& pipeline) {
    const SinkSpec* spec = pipeline.sink.spec.get();
    if (const auto open = sinks_.find(spec); open != sinks_.end()) return open->second.get();
    DREY_ASSIGN_OR_RETURN(std::unique_ptr<Sink> sink, spec->Open(environment_));
    return sinks_.emplace(spec, std::move(sink)).first->second.get();
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
        environment_.max_poll_records = std::min(options_.batch_rows, static_cast<size_t>(left));
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
    if (checkpoint_interval_ == absl::InfiniteDuration() || options_.clock() < next_checkpoint_) return absl::OkStatus();
    DREY_RETURN_IF_ERROR(Checkpoint());
    next_checkpoint_ = options_.clock() + checkpoint_interval_;
    return absl::OkStatus();
  }

  // At least once: what was read has reached its destination before the positions say so.
  absl::Status Checkpoint() {
    if (is_dry_run()) return FlushSinks();
    JobPositions positions{.fingerprint = graph_.Fingerprint()};
    std::map<const SinkSpec*, SourcePosition> read;
    for (size_t i = 0; i < tasks_.size(); ++i) {
      positions.sources.push_back(tasks_[i].Position());
      const auto& offsets = positions.sources.back().next_offsets;
      read[graph_.pipelines[i].sink.spec.get()].next_offsets.insert(offsets.begin(), offsets.end());
    }
    for (auto& [spec, sink] : sinks_) DREY_RETURN_IF_ERROR(sink->CommitTransaction(read[spec]));
    if (store_) DREY_RETURN_IF_ERROR(store_->Store(positions));
    if (options_.on_checkpoint) options_.on_checkpoint(positions.sources);
    for (size_t i = 0; i < tasks_.size(); ++i) DREY_RETURN_IF_ERROR(tasks_[i].CommitPosition(positions.sources[i]));
    return absl::OkStatus();
  }

  absl::Status FlushSinks() {
    for (auto& [spec, sink] : sinks_) DREY_RETURN_IF_ERROR(sink->Flush());
    return absl::OkStatus();
  }

  void UpdateProgress() {
    RunProgress progress;
    progress.records_pending = 0;
    for (const PipelineTask& task : tasks_) {
      const SourceStatistics source = task.source_statistics();
      progress.records_in += source.records;
      progress.bytes_in += source.bytes;
      progress.records_skipped += task.skipped_rows();
      progress.records_pending = source.pending < 0 || progress.records_pending < 0 ? -1 : progress.records_pending + source.pending;
    }
    for (const auto& [spec, sink] : sinks_) {
      progress.records_out += sink->Statistics().records;
      progress.bytes_out += sink->Statistics().bytes;
    }
    progress.elapsed = options_.clock() - start_;
    progress_ = progress;
  }

  void ReportIfDue() {
    if (!options_.on_progress) return;
    const absl::Time now = options_.clock();
    if (now - last_report_ < kPollTime) return;
    last_report_ = now;
    UpdateProgress();
    options_.on_progress(progress_);
  }

  const JobGraph& graph_;
  const RunOptions& options_;
  RunProgress& progress_;
  absl::Time start_;
  absl::Time last_report_ = absl::InfinitePast();
  absl::Time next_checkpoint_ = absl::InfiniteFuture();
  absl::Duration checkpoint_interval_ = absl::InfiniteDuration();
  ConnectorEnvironment environment_;
  EvaluationContext evaluation_;
  std::optional<PositionStore> store_;
  std::map<const SinkSpec*, std::unique_ptr<Sink>> sinks_;  // outlive the tasks
  std::vector<PipelineTask> tasks_;
  std::vector<PipelineTask*> running_;
};

}  // namespace

absl::Status RunJob(const JobGraph& graph, const RunOptions& options, RunProgress& progress) {
  return JobRun(graph, options, progress).Run();
}

}  // namespace drey
