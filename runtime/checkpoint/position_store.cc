#include "runtime/checkpoint/position_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/base/text.h"
#include "engine/types/row_serializer.h"

namespace drey {
namespace {

constexpr std::string_view kHeader = "drey positions 1";
constexpr std::string_view kStatePrefix = "state.";

absl::Status CannotWrite(const std::string& path) {
  return UnavailableError(Concat("Cannot write ", path, ": ", std::strerror(errno)));
}

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
    } else if (fields.size() == 2 && fields[0] == "state" && fields[1].starts_with(kStatePrefix)) {
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

std::string SerializeStates(const std::vector<OperatorState>& states) {
  std::string bytes;
  AppendVarint(states.size(), bytes);
  for (const OperatorState& state : states) {
    AppendVarint(state.pipeline, bytes);
    AppendVarint(state.index, bytes);
    AppendBlock(state.bytes, bytes);
  }
  return bytes;
}

bool ParseStates(std::string_view bytes, std::vector<OperatorState>& states) {
  uint64_t count = 0;
  if (!TakeVarint(bytes, count)) return false;
  for (uint64_t i = 0; i < count; ++i) {
    uint64_t pipeline = 0;
    uint64_t index = 0;
    std::string_view block;
    if (!TakeVarint(bytes, pipeline) || !TakeVarint(bytes, index) || !TakeBlock(bytes, block)) return false;
    states.push_back({.pipeline = pipeline, .index = index, .bytes = std::string(block)});
  }
  return bytes.empty();
}

absl::StatusOr<std::string> ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  if (!file) return UnavailableError(Concat("Cannot read ", path, ": ", std::strerror(errno)));
  return std::move(content).str();
}

absl::Status WriteAll(int file, const std::string& path, std::string_view content) {
  while (!content.empty()) {
    const ssize_t n = write(file, content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return CannotWrite(path);
    content.remove_prefix(static_cast<size_t>(n));
  }
  return fsync(file) == 0 ? absl::OkStatus() : CannotWrite(path);
}

absl::Status WriteSynced(const std::string& path, std::string_view content) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return CannotWrite(path);
  const absl::Status written = WriteAll(file, path, content);
  close(file);
  return written;
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

absl::StatusOr<PositionStore> PositionStore::Open(const std::string& parent, int subtask, int parallelism) {
  const std::string ending = Concat("-of-", parallelism);
  const std::string directory = parallelism == 1 ? parent : Concat(parent, "/", subtask, ending);
  DREY_RETURN_IF_ERROR(CheckParallelism(parent, parallelism, ending));
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) return UnavailableError(Concat("Cannot make the folder ", directory, ": ", error.message()));
  return PositionStore(directory);
}

absl::StatusOr<std::optional<JobPositions>> PositionStore::Load(const std::string& fingerprint) const {
  if (!std::filesystem::exists(path_)) return std::optional<JobPositions>();
  DREY_ASSIGN_OR_RETURN(const std::string content, ReadAll(path_));
  JobPositions positions;
  std::string state_file;
  if (!Parse(content, positions, state_file)) {
    return Mismatch(Concat(path_, " is not a file of positions"), "give --checkpoints another folder, or remove the file");
  }
  if (positions.fingerprint != fingerprint) {
    return Mismatch(Concat(path_, " was written by a job with other tables, columns or expressions"),
                    "give --checkpoints another folder to start the changed job from its startup mode");
  }
  if (!state_file.empty()) DREY_RETURN_IF_ERROR(LoadStates(positions, state_file));
  return std::optional<JobPositions>(std::move(positions));
}

absl::Status PositionStore::LoadStates(JobPositions& positions, const std::string& name) const {
  const std::string path = Concat(directory_, "/", name);
  DREY_ASSIGN_OR_RETURN(const std::string bytes, ReadAll(path));
  if (ParseStates(bytes, positions.states)) return absl::OkStatus();
  return Mismatch(Concat(path, " is not a file of state"), "give --checkpoints another folder to start the job from its startup mode");
}

absl::StatusOr<uint64_t> PositionStore::NextStateNumber() const {
  uint64_t next = 0;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory_, error)) {
    const std::string name = entry.path().filename().string();
    uint64_t number = 0;
    if (name.starts_with(kStatePrefix) && Read(std::string_view(name).substr(kStatePrefix.size()), number)) {
      next = std::max(next, number + 1);
    }
  }
  if (error) return UnavailableError(Concat("Cannot read the folder ", directory_, ": ", error.message()));
  return next;
}

// What cannot be removed now is removed next time.
void PositionStore::RemoveStatesExcept(const std::string& name) const {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory_, error)) {
    const std::string other = entry.path().filename().string();
    if (other.starts_with(kStatePrefix) && other != name) std::filesystem::remove(entry.path(), error);
  }
}

absl::Status PositionStore::Store(const JobPositions& positions) const {
  std::string state_file;
  if (!positions.states.empty()) {
    DREY_ASSIGN_OR_RETURN(const uint64_t number, NextStateNumber());
    state_file = Concat(kStatePrefix, number);
    DREY_RETURN_IF_ERROR(WriteSynced(Concat(directory_, "/", state_file), SerializeStates(positions.states)));
  }
  const std::string temporary = path_ + ".new";
  DREY_RETURN_IF_ERROR(WriteSynced(temporary, Serialize(positions, state_file)));
  if (rename(temporary.c_str(), path_.c_str()) != 0) return CannotWrite(path_);
  const int directory = open(std::filesystem::path(path_).parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return CannotWrite(path_);
  const bool synced = fsync(directory) == 0;
  close(directory);
  if (!synced) return CannotWrite(path_);
  RemoveStatesExcept(state_file);
  return absl::OkStatus();
}

}  // namespace drey
