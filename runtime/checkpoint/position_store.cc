#include "runtime/checkpoint/position_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/base/text.h"

namespace drey {
namespace {

constexpr std::string_view kHeader = "drey positions 1";

absl::Status CannotWrite(const std::string& path) {
  return UnavailableError(Concat("Cannot write ", path, ": ", std::strerror(errno)));
}

absl::Status Mismatch(std::string_view message, std::string_view hint) {
  return MakeError({.kind = ErrorKind::kCheckpointMismatch, .hint = std::string(hint)}, message);
}

// A line per fact, fields between tabs; topic names have neither tabs nor newlines.
std::string Serialize(const JobPositions& positions) {
  std::string text = Concat(kHeader, "\nfingerprint\t", positions.fingerprint, "\n");
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

bool Parse(std::string_view text, JobPositions& positions) {
  const auto lines = Split(text, '\n');
  if (lines.front() != kHeader) return false;
  for (size_t i = 1; i < lines.size(); ++i) {
    const auto fields = Split(lines[i], '\t');
    if (fields.size() == 2 && fields[0] == "fingerprint") {
      positions.fingerprint = std::string(fields[1]);
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
  return PositionStore(directory + "/positions");
}

absl::StatusOr<std::optional<JobPositions>> PositionStore::Load(const std::string& fingerprint) const {
  if (!std::filesystem::exists(path_)) return std::optional<JobPositions>();
  std::ifstream file(path_, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  if (!file) return UnavailableError(Concat("Cannot read ", path_, ": ", std::strerror(errno)));
  JobPositions positions;
  if (!Parse(content.view(), positions)) {
    return Mismatch(Concat(path_, " is not a file of positions"), "give --checkpoints another folder, or remove the file");
  }
  if (positions.fingerprint != fingerprint) {
    return Mismatch(Concat(path_, " was written by a job with other tables, columns or expressions"),
                    "give --checkpoints another folder to start the changed job from its startup mode");
  }
  return std::optional<JobPositions>(std::move(positions));
}

absl::Status PositionStore::Store(const JobPositions& positions) const {
  const std::string temporary = path_ + ".new";
  DREY_RETURN_IF_ERROR(WriteSynced(temporary, Serialize(positions)));
  if (rename(temporary.c_str(), path_.c_str()) != 0) return CannotWrite(path_);
  const int directory = open(std::filesystem::path(path_).parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return CannotWrite(path_);
  const bool synced = fsync(directory) == 0;
  close(directory);
  return synced ? absl::OkStatus() : CannotWrite(path_);
}

}  // namespace drey
