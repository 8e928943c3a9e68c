// Where a job's positions are kept between runs: one file in the folder of --checkpoints, replaced whole by rename.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/connector/source.h"

namespace drey {

struct JobPositions {
  std::string fingerprint = {};              // of the job graph that wrote them
  std::vector<SourcePosition> sources = {};  // one a pipeline
};

class PositionStore {
 public:
  // Creates the folder where it is missing. Each subtask has a store of its own; what was stored with another parallelism does not fit:
  // kCheckpointMismatch.
  static absl::StatusOr<PositionStore> Open(const std::string& parent, int subtask = 0, int parallelism = 1);

  // Absent when nothing has been stored yet. Fails with kCheckpointMismatch when the file is of another job or not readable.
  absl::StatusOr<std::optional<JobPositions>> Load(const std::string& fingerprint) const;
  // Durable when it returns.
  absl::Status Store(const JobPositions& positions) const;

 private:
  explicit PositionStore(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

}  // namespace drey
