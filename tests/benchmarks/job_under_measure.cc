#include "tests/benchmarks/job_under_measure.h"

#include <fstream>
#include <sstream>

#include "absl/time/clock.h"
#include "runtime/connectors/built_in_connectors.h"
#include "tests/source_directory/source_directory.h"

namespace drey {

absl::StatusOr<std::unique_ptr<JobUnderMeasure>> JobUnderMeasure::Open(std::string_view definition) {
  auto job = std::make_unique<JobUnderMeasure>();
  SourceMap sources;
  DREY_ASSIGN_OR_RETURN(const JobDefinition parts, ReadJobDefinition("measured", definition, sources));
  DREY_ASSIGN_OR_RETURN(Compilation compilation, CompileJob(parts, sources, BuiltInConnectors(), {.local = true}));
  job->graph_ = std::move(compilation.graph);
  job->environment_.log = &job->log_;
  job->environment_.needs_servers = false;
  job->evaluation_.now = absl::Now();
  const Pipeline& pipeline = job->graph_.pipelines.front();
  job->task_ = std::make_unique<PipelineTask>(pipeline);
  DREY_ASSIGN_OR_RETURN(job->sink_, pipeline.sink.spec->Open(job->environment_));
  DREY_RETURN_IF_ERROR(job->task_->Open(job->environment_, std::nullopt, *job->sink_, job->failed_rows_, job->operators_));
  return job;
}

absl::StatusOr<std::unique_ptr<JobUnderMeasure>> JobUnderMeasure::OpenMission() {
  std::ostringstream definition;
  definition << std::ifstream(SourceDirectory() + "/flink-applications/05-kafka-logical-msg-flink.json").rdbuf();
  return Open(definition.str());
}

absl::Status JobUnderMeasure::Run(const std::vector<std::string>& messages) {
  log_.SetMessages(messages);
  while (!log_.exhausted()) DREY_RETURN_IF_ERROR(task_->Step(absl::InfiniteFuture(), evaluation_).status());
  return absl::OkStatus();
}

}  // namespace drey
