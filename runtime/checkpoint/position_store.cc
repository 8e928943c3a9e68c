#include "runtime/checkpoint/position_store.h"

#include <charconv>
#include <filesystem>
#include <system_error>

#include "engine/base/text.h"
#include "runtime/checkpoint/checkpoint_file.h"

namespace drey {
namespace {

constexpr std::string_view kHeader = "drey positions 1";

absl::Status Mismatch(std::string_view message, std::string_view hint) {
  return MakeError({.kind = ErrorKind::kCheckpointMismatch, .hint = std::string(hint)}, message);
}

// A line per fact, fields between tabs; topic names have neither tabs nor newlines.
// `state_file`: the name of the file with the states; empty without any.
std::string Serialize(const JobPositions& positions, std::string_view state_file) {
  std::string text = Concat(kHeader, "\nfingerprint\t", positions.fingerprint, "\n");
  if (!state_file.empty()) Append(text, "state\t", state_file, "\n");
  for (size_t i = 0; i < positions.sources.size(); ++i) {
    Append(text, "source\t", i, "\n");
    for (const auto& [partition, offset] : positions.sources[i].next_offsets) {
      Append(text, "offset\t", partition.first, "\t", partition.second, "\t", offset, "\n");
    }
  }
  return text;
}

template <typename Integer>
bool Read(std::string_view text, Integer& value) {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
}

bool Parse(std::string_view text, JobPositions& positions, std::string& state_file) {
  const auto lines = Split(text, '\n');
  if (lines.front() != kHeader) return false;
  for (size_t i = 1; i < lines.size(); ++i) {
    const auto fields = Split(lines[i], '\t');
    if (fields.size() == 2 && fields[0] == "fingerprint") {
      positions.fingerprint = std::string(fields[1]);
    } else if (fields.size() == 2 && fields[0] == "state" && StateStore::IsName(fields[1])) {
      state_file = std::string(fields[1]);
    } else if (fields.size() == 2 && fields[0] == "source") {
      positions.sources.emplace_back();
    } else if (fields.size() == 4 && fields[0] == "offset" && !positions.sources.empty()) {
      int32_t partition = 0;
      int64_t offset = 0;
      if (!Read(fields[2], partition) || !Read(fields[3], offset)) return false;
      positions.sources.back().next_offsets[{std::string(fields[1]), partition}] = offset;
    } else if (!lines[i].empty()) {
      return false;
    }
  }
  return true;
}

// Subtasks store in folders "0-of-2", "1-of-2", a single one in the folder itself.
absl::Status CheckParallelism(const std::string& parent, int parallelism, const std::string& ending) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(parent, error)) {
    const std::string name = entry.path().filename().string();
    const bool of_subtask = name.find("-of-") != std::string::npos;
    const bool fits = of_subtask ? parallelism > 1 && name.ends_with(ending) : parallelism == 1 || name != "positions";
    if (fits) continue;
    return Mismatch(Concat(parent, " was written with ", of_subtask ? Concat("parallelism ", name.substr(name.rfind('-') + 1)) : "parallelism 1"),
                    "give --parallelism what it was, or --checkpoints another folder");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<PositionStore> PositionStore::OpenToRead(const std::string& parent, int subtask, int parallelism) {
  const std::string ending = Concat("-of-", parallelism);
  DREY_RETURN_IF_ERROR(CheckParallelism(parent, parallelism, ending));
  return PositionStore(parallelism == 1 ? parent : Concat(parent, "/", subtask, ending));
}

absl::StatusOr<PositionStore> PositionStore::Open(const std::string& parent, int subtask, int parallelism) {
  DREY_ASSIGN_OR_RETURN(PositionStore store, OpenToRead(parent, subtask, parallelism));
  DREY_RETURN_IF_ERROR(MakeCheckpointFolder(store.directory_));
  return store;
}

absl::StatusOr<std::optional<JobPositions>> PositionStore::Load(const std::string& fingerprint) const {
  if (!std::filesystem::exists(path_)) return std::optional<JobPositions>();
  DREY_ASSIGN_OR_RETURN(const std::string content, ReadCheckpointFile(path_));
  JobPositions positions;
  std::string state_file;
  if (!Parse(content, positions, state_file)) {
    return Mismatch(Concat(path_, " is not a file of positions"), "give --checkpoints another folder, or remove the file");
  }
  if (positions.fingerprint != fingerprint) {
    return Mismatch(Concat(path_, " was written by a job with other tables, columns or expressions"),
                    "give --checkpoints another folder to start the changed job from its startup mode");
  }
  if (!state_file.empty()) {
    DREY_ASSIGN_OR_RETURN(positions.states, states_.Load(state_file));
  }
  return std::optional<JobPositions>(std::move(positions));
}

absl::Status PositionStore::Store(const JobPositions& positions) const {
  std::string state_file;
  if (!positions.states.empty()) {
    DREY_ASSIGN_OR_RETURN(state_file, states_.Store(positions.states));
  }
  DREY_RETURN_IF_ERROR(ReplaceCheckpointFile(path_, Serialize(positions, state_file)));
  states_.RemoveAllExcept(state_file);
  return absl::OkStatus();
}

}  // namespace drey
