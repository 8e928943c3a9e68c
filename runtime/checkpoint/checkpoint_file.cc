#include "runtime/checkpoint/checkpoint_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

#include "engine/base/text.h"

namespace drey {
namespace {

absl::Status CannotWrite(const std::string& path) {
  return UnavailableError(Concat("Cannot write ", path, ": ", std::strerror(errno)));
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

}  // namespace

absl::StatusOr<std::string> ReadCheckpointFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  if (!file) return UnavailableError(Concat("Cannot read ", path, ": ", std::strerror(errno)));
  return std::move(content).str();
}

absl::Status WriteCheckpointFile(const std::string& path, std::string_view content) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return CannotWrite(path);
  const absl::Status written = WriteAll(file, path, content);
  close(file);
  return written;
}

absl::Status ReplaceCheckpointFile(const std::string& path, std::string_view content) {
  const std::string temporary = path + ".new";
  DREY_RETURN_IF_ERROR(WriteCheckpointFile(temporary, content));
  if (rename(temporary.c_str(), path.c_str()) != 0) return CannotWrite(path);
  return SyncCheckpointFolder(std::filesystem::path(path).parent_path());
}

absl::Status SyncCheckpointFolder(const std::string& folder) {
  const int directory = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return CannotWrite(folder);
  const bool synced = fsync(directory) == 0;
  const absl::Status status = synced ? absl::OkStatus() : CannotWrite(folder);
  close(directory);
  return status;
}

absl::Status MakeCheckpointFolder(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return UnavailableError(Concat("Cannot make the folder ", folder, ": ", error.message()));
  return absl::OkStatus();
}

}  // namespace drey
