// What runs: sources, the operators of each chain, and sinks. Immutable and printable; `explain` shows exactly this.
//
// A job has one pipeline per INSERT: source → operators → sink. Specs are shared and thread-safe; each task makes its own live objects.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/flink_version.h"
#include "engine/connector/sink.h"
#include "engine/connector/source.h"
#include "engine/connector/table_factory.h"
#include "engine/job/checkpoint_settings.h"
#include "engine/operators/operator.h"
#include "engine/plan/shown_branch.h"
#include "engine/types/schema.h"

namespace drey {

struct SourceVertex {
  std::string name = {};        // "Source: pg_messages[1]", as Flink names the operator
  std::string table = {};       // full identifier
  Schema schema = {};           // of the rows it gives
  std::shared_ptr<const SourceSpec> spec = {};
  bool drops_failures_of_query = false;  // see DecodingFormat
};

struct SinkVertex {
  std::string name = {};
  std::string table = {};
  Schema schema = {};
  std::shared_ptr<const SinkSpec> spec = {};
};

struct Pipeline {
  SourceVertex source = {};
  std::vector<std::shared_ptr<const OperatorSpec>> operators = {};
  SinkVertex sink = {};
  ShownBranch shown = {};  // for EXPLAIN
  // What of it can be planned only: an UnsupportedError for whoever runs it.
  absl::Status refusal = absl::OkStatus();
};

std::vector<ShownBranch> ShownBranchesOf(const std::vector<Pipeline>& pipelines);

struct JobGraph {
  std::string name = {};
  FlinkVersion version = FlinkVersion::k1_20;
  RuntimeMode mode = RuntimeMode::kStreaming;
  absl::TimeZone time_zone = absl::UTCTimeZone();
  int parallelism = 1;
  CheckpointSettings checkpoints = {};
  std::vector<Pipeline> pipelines = {};
  // Settings that the runtime honours (execution.checkpointing.interval …), after SET and the command line.
  std::map<std::string, std::string> settings = {};
  // The three sections of Flink's EXPLAIN, for `explain --format flink`.
  std::string flink_plan = {};

  // Identifies what a checkpoint must fit: tables, columns, operators; not option values that may change between runs.
  std::string Fingerprint() const;
};

}  // namespace drey
