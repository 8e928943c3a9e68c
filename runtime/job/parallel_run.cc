#include "runtime/job/parallel_run.h"

#include <algorithm>
#include <string_view>
#include <system_error>
#include <thread>

#include "absl/time/clock.h"
#include "engine/base/text.h"

namespace drey {
namespace {

constexpr absl::Duration kBetweenReports = absl::Milliseconds(10);

// A checkpoint of the job is one of every subtask that is still at work.
void AddCheckpoints(const RunProgress& part, RunProgress& sum) {
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

}  // namespace

// The first subtask alone reads what cannot be shared.
ParallelRun::ParallelRun(const JobGraph& graph, const RunOptions& options, SharedRun& shared)
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

absl::Status ParallelRun::Run(RunProgress& progress) {
  for (const auto& subtask : subtasks_) {
    absl::StatusOr<bool> may_run = subtask->Prepare();
    if (may_run.ok() && *may_run) continue;
    progress = subtask->progress();
    return may_run.status();
  }
  shared_.at_work = static_cast<int>(subtasks_.size());
  std::vector<std::thread> threads;
  try {
    for (const auto& subtask : subtasks_) threads.emplace_back([this, &subtask] { Take(subtask->Run()); });
  } catch (const std::system_error& error) {
    Take(UnavailableError(Concat("cannot start a thread for subtask ", threads.size(), " of ", subtasks_.size(), ": ", error.code().message()),
                          "--parallelism says how many there are"));
    shared_.at_work -= static_cast<int>(subtasks_.size() - threads.size());
  }
  while (shared_.at_work > 0) {
    absl::SleepFor(kBetweenReports);
    Report(progress);
  }
  for (std::thread& thread : threads) thread.join();
  Report(progress);
  return failure_;
}

void ParallelRun::Take(const absl::Status& status) {
  if (status.ok()) return;
  const std::lock_guard lock(failure_mutex_);
  const bool follows = absl::IsCancelled(status);
  if (failure_.ok() || (absl::IsCancelled(failure_) && !follows)) failure_ = status;
  shared_.failed = true;
}

void ParallelRun::Report(RunProgress& progress) {
  RunProgress sum;
  sum.records_pending = 0;
  for (const auto& subtask : subtasks_) {
    const RunProgress part = subtask->progress();
    sum.records_in += part.records_in;
    sum.records_out += part.records_out;
    sum.records_skipped += part.records_skipped;
    sum.bytes_in += part.bytes_in;
    sum.bytes_out += part.bytes_out;
    sum.fetch_event_time_lag = std::max(sum.fetch_event_time_lag, part.fetch_event_time_lag);
    sum.emit_event_time_lag = std::max(sum.emit_event_time_lag, part.emit_event_time_lag);
    AddCheckpoints(part, sum);
    sum.records_pending = part.records_pending < 0 || sum.records_pending < 0 ? -1 : sum.records_pending + part.records_pending;
  }
  sum.elapsed = options_.clock() - shared_.start;
  progress = sum;
  if (options_.on_progress) options_.on_progress(progress);
}

}  // namespace drey
