#include "runtime/job/job_runner.h"

#include <algorithm>

#include "engine/base/text.h"
#include "runtime/job/parallel_run.h"
#include "runtime/job/subtask_context.h"
#include "runtime/job/subtask_run.h"
#include "runtime/logging/logging.h"
#include "runtime/task/pipeline_task.h"

namespace drey {
namespace {

constexpr int kMostSubtasks = 32768;  // KeyGroupRangeAssignment.UPPER_BOUND_MAX_PARALLELISM

// A transaction of local topics ends with the length of each file, which several writers could not tell apart.
bool CommitsToFiles(const JobGraph& graph, const RunOptions& options) {
  if (options.log_needs_servers) return false;
  const bool asks_for_transactions =
      std::any_of(graph.pipelines.begin(), graph.pipelines.end(),
                  [](const Pipeline& pipeline) { return !pipeline.sink.spec->transactional_id_prefix().empty(); });
  const bool transactional = options.since_last_run || asks_for_transactions;
  if (transactional && graph.parallelism > 1) {
    Log(LogLevel::kWarning, "job", Concat("parallelism ", graph.parallelism, " has no effect: the transactions of local topics are one writer's"));
  }
  return transactional;
}

bool KeepsState(const JobGraph& graph) {
  const bool keeps =
      std::any_of(graph.pipelines.begin(), graph.pipelines.end(), [](const Pipeline& pipeline) { return KeepsState(pipeline); });
  if (keeps && graph.parallelism > 1) {
    Log(LogLevel::kWarning, "job", Concat("parallelism ", graph.parallelism, " has no effect: the job keeps state"));
  }
  return keeps;
}

}  // namespace

absl::Status RunJob(const JobGraph& graph, const RunOptions& options, RunProgress& progress) {
  if (graph.parallelism > kMostSubtasks) {
    return InvalidError(Concat("parallelism ", graph.parallelism, " is more than ", kMostSubtasks, ", the most that Flink takes"));
  }
  for (const Pipeline& pipeline : graph.pipelines) DREY_RETURN_IF_ERROR(pipeline.refusal);
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
