// The text that drey commits beside an offset: by which job it was committed, with how many subtasks, and what state belongs to it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace drey {

struct CommitMetadata {
  std::string fingerprint = {};  // of the job graph
  int parallelism = 1;
  std::string state = {};  // the name of a state in a StateStore; empty: the job keeps none
};

std::string ToText(const CommitMetadata& metadata);
// Nothing where the text is not drey's.
std::optional<CommitMetadata> ParseCommitMetadata(std::string_view text);

}  // namespace drey
