#include "runtime/job/restarting_run.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <random>
#include <vector>

#include "absl/time/clock.h"
#include "engine/base/text.h"
#include "engine/compiler/restart_settings_reader.h"
#include "runtime/job/restart_strategy.h"
#include "runtime/logging/logging.h"

namespace drey {
namespace {

constexpr absl::Duration kSlice = absl::Milliseconds(50);

bool MayBeCured(const absl::Status& failure) {
  const ErrorKind kind = DetailOf(failure).kind;
  return kind == ErrorKind::kJobFailed || kind == ErrorKind::kUnavailable;
}

// False when a stop was requested.
bool WaitUnlessStopped(absl::Duration delay, const StopRequest* stop) {
  const absl::Time end = absl::Now() + delay;
  while (stop == nullptr || !stop->stopped()) {
    const absl::Duration left = end - absl::Now();
    if (left <= absl::ZeroDuration()) return true;
    absl::SleepFor(std::min(left, kSlice));
  }
  return false;
}

// What a restart goes on from: the last checkpoint of this process. Where a group keeps the progress of the output, only the group knows
// the positions: a commit may have succeeded though its answer was lost.
class LastCheckpoint {
 public:
  LastCheckpoint(const JobGraph& graph, const RunOptions& options) : graph_(graph), options_(options) {}

  void Set(const JobPositions& positions) { positions_ = positions; }

  // Nothing changes where there was none yet.
  void Apply(RunOptions& next) const {
    if (!positions_) return;
    next.resume.assign(positions_->sources.size(), std::nullopt);
    for (size_t i = 0; i < positions_->sources.size(); ++i) {
      if (!IsKeptByGroup(i)) next.resume[i] = positions_->sources[i];
    }
    next.resume_states = positions_->states;
  }

 private:
  bool IsKeptByGroup(size_t pipeline) const {
    return options_.since_last_run || !graph_.pipelines[pipeline].sink.spec->transactional_id_prefix().empty();
  }

  const JobGraph& graph_;
  const RunOptions& options_;
  std::optional<JobPositions> positions_;
};

}  // namespace

absl::Status RunJobWithRestarts(const JobGraph& graph, const RunOptions& options, RunProgress& progress) {
  DREY_ASSIGN_OR_RETURN(const RestartSettings settings, RestartSettingsOf(graph));
  if (settings.type == RestartStrategyType::kNone) return RunJob(graph, options, progress);
  std::minstd_rand generator(std::random_device{}());
  RestartStrategy strategy(settings, [&generator] {
    return std::generate_canonical<double, std::numeric_limits<double>::digits>(generator);
  });
  int64_t restarts = 0;
  RunOptions attempt = options;
  if (options.on_progress) {
    attempt.on_progress = [&](const RunProgress& now) {
      RunProgress with_restarts = now;
      with_restarts.restarts = restarts;
      options.on_progress(with_restarts);
    };
  }
  LastCheckpoint last_checkpoint(graph, options);
  // Whoever looks at checkpoints keeps a job to one thread; several have theirs in --checkpoints and in groups only.
  if (graph.parallelism == 1) {
    attempt.on_checkpoint = [&](const JobPositions& positions) {
      last_checkpoint.Set(positions);
      if (options.on_checkpoint) options.on_checkpoint(positions);
    };
  }
  while (true) {
    const absl::Status status = RunJob(graph, attempt, progress);
    progress.restarts = restarts;
    if (status.ok() || !MayBeCured(status)) return status;
    const std::optional<absl::Duration> delay = strategy.DelayAfterFailure(options.clock());
    if (!delay) return status;
    ++restarts;
    Log(LogLevel::kWarning, "job", Concat("failed: ", MessageOf(status), "; restart ", restarts, " in ", absl::FormatDuration(*delay)));
    progress.awaits_restart = true;
    if (options.on_progress) options.on_progress(progress);
    if (!WaitUnlessStopped(*delay, options.stop)) return absl::OkStatus();
    last_checkpoint.Apply(attempt);
  }
}

}  // namespace drey
