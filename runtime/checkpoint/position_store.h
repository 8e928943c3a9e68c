// Where a job's positions and the state of its operators are kept between runs: files in the folder of --checkpoints.
//
// The file "positions" is replaced whole by rename. State is a file of its own, "state.N", which "positions" names: it is written
// before, and the one before it goes away afterwards, so that positions and state always belong to the same checkpoint.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/connector/source.h"

namespace drey {

// What a stateful operator remembers.
struct OperatorState {
  size_t pipeline = 0;
  size_t index = 0;  // of the operator in its pipeline
  std::string bytes = {};
};

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

  // Absent when nothing has been stored yet. Fails with kCheckpointMismatch when the file is of another job or not readable.
  absl::StatusOr<std::optional<JobPositions>> Load(const std::string& fingerprint) const;
  // Durable when it returns.
  absl::Status Store(const JobPositions& positions) const;

 private:
  explicit PositionStore(std::string directory) : directory_(std::move(directory)), path_(directory_ + "/positions") {}

  absl::Status LoadStates(JobPositions& positions, const std::string& name) const;
  // The number of a state file that is not there yet.
  absl::StatusOr<uint64_t> NextStateNumber() const;
  void RemoveStatesExcept(const std::string& name) const;

  std::string directory_;
  std::string path_;
};

}  // namespace drey
