// A job with its task on a MessageLog: messages in, bytes out, one thread, no waiting.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/compiler/compiler.h"
#include "runtime/connectors/connector_environment.h"
#include "runtime/task/failed_rows.h"
#include "runtime/task/pipeline_task.h"
#include "tests/benchmarks/message_log.h"

namespace drey {

class JobUnderMeasure {
 public:
  // Compiles the definition, an application or a script of one INSERT, and opens its task.
  static absl::StatusOr<std::unique_ptr<JobUnderMeasure>> Open(std::string_view definition);
  // The same for the mission's job.
  static absl::StatusOr<std::unique_ptr<JobUnderMeasure>> OpenMission();

  // Runs until every message is in output(). They are not needed afterwards.
  absl::Status Run(const std::vector<std::string>& messages);
  // Keys and values, each with a line end.
  std::string& output() { return log_.output(); }

 private:
  MessageLog log_;
  ConnectorEnvironment environment_;
  EvaluationContext evaluation_;
  JobGraph graph_;
  FailedRows failed_rows_{{}, "benchmark"};
  std::unique_ptr<Sink> sink_;
  PipelineTask::SharedOperators operators_;
  std::unique_ptr<PipelineTask> task_;
};

}  // namespace drey
