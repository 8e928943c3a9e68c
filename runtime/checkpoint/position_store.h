// Where a job's positions and the state of its operators are kept between runs: files in the folder of --checkpoints.
//
// The file "positions" is replaced whole by rename. State is a file of its own beside it (StateStore), which "positions" names, so that
// positions and state always belong to the same checkpoint.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/connector/source.h"
#include "runtime/checkpoint/state_store.h"

namespace drey {

struct JobPositions {
  std::string fingerprint = {};              // of the job graph that wrote them
  std::vector<SourcePosition> sources = {};  // one a pipeline
  std::vector<OperatorState> states = {};    // of stateful operators only
};

class PositionStore {
 public:
  // Creates the folder where it is missing. Each subtask has a store of its own; what was stored with another parallelism does not fit:
  // kCheckpointMismatch.
  static absl::StatusOr<PositionStore> Open(const std::string& parent, int subtask = 0, int parallelism = 1);

  // Makes no folder; nothing may be stored.
  static absl::StatusOr<PositionStore> OpenToRead(const std::string& parent, int subtask, int parallelism);

  // Absent when nothing has been stored yet. Fails with kCheckpointMismatch when the file is of another job or not readable.
  absl::StatusOr<std::optional<JobPositions>> Load(const std::string& fingerprint) const;
  // Durable when it returns.
  absl::Status Store(const JobPositions& positions) const;

 private:
  explicit PositionStore(const std::string& directory) : directory_(directory), path_(directory + "/positions"), states_(directory) {}

  std::string directory_;
  std::string path_;
  StateStore states_;
};

}  // namespace drey
