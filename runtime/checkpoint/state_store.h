// What stateful operators remember at a checkpoint, as files of a folder: "state.N.FINGERPRINT", N counting up, FINGERPRINT that of the
// content. Whoever keeps the positions that belong to a state keeps its name beside them: in the file of positions (PositionStore), or in
// the text beside the offsets that a group commits.
//
// A new state is written before its name is, and those before it go away afterwards, so that the name always stands for a whole file.
// Used by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/error.h"

namespace drey {

struct OperatorState {
  size_t pipeline = 0;
  size_t index = 0;  // of the operator in its pipeline
  std::string bytes = {};
};

class StateStore {
 public:
  explicit StateStore(std::string folder) : folder_(std::move(folder)) {}

  // Makes the folder where it is missing. Returns the name of the new state; it is durable then.
  absl::StatusOr<std::string> Store(const std::vector<OperatorState>& states) const;
  // kCheckpointMismatch where there is no such state, or what is there is not what was stored.
  absl::StatusOr<std::vector<OperatorState>> Load(const std::string& name) const;
  // All others; empty: all. What cannot be removed now is removed next time.
  void RemoveAllExcept(const std::string& name) const;

  // Whether a text can be the name of a state.
  static bool IsName(std::string_view text);

 private:
  absl::StatusOr<uint64_t> NextNumber() const;

  std::string folder_;
};

}  // namespace drey
