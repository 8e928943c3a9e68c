#include "runtime/log/local/file_io.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "engine/base/text.h"

namespace drey {
namespace {

std::string FolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

FileDescriptor::~FileDescriptor() {
  if (number_ >= 0) ::close(number_);
}

absl::Status FileError(std::string_view action, std::string_view path) {
  const int error = errno;
  return UnavailableError(Concat("cannot ", action, " ", path, ": ", std::string_view(std::strerror(error))));
}

absl::StatusOr<FileDescriptor> OpenFile(const std::string& path, int flags) {
  int number = -1;
  do {
    number = ::open(path.c_str(), flags | O_CLOEXEC, 0644);
  } while (number < 0 && errno == EINTR);
  if (number < 0) return FileError("open", path);
  return FileDescriptor(number);
}

absl::StatusOr<int64_t> FileLength(const FileDescriptor& file, std::string_view path) {
  struct stat status = {};
  if (::fstat(file.get(), &status) != 0) return FileError("examine", path);
  return static_cast<int64_t>(status.st_size);
}

absl::StatusOr<FileIdentity> IdentityOf(const FileDescriptor& file, std::string_view path) {
  struct stat status = {};
  if (::fstat(file.get(), &status) != 0) return FileError("examine", path);
  return FileIdentity{status.st_dev, status.st_ino};
}

absl::Status WriteAll(const FileDescriptor& file, std::string_view bytes, std::string_view path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FileError("write", path);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

absl::Status SyncFile(const FileDescriptor& file, std::string_view path) {
  return ::fdatasync(file.get()) == 0 ? absl::OkStatus() : FileError("sync", path);
}

absl::Status TruncateFile(const FileDescriptor& file, int64_t length, std::string_view path) {
  return ::ftruncate(file.get(), length) == 0 ? absl::OkStatus() : FileError("cut", path);
}

absl::StatusOr<std::optional<std::string>> ReadFileIfExists(const std::string& path) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) {
    if (errno == ENOENT) return std::optional<std::string>();
    return FileError("open", path);
  }
  std::string content;
  char buffer[16384];
  while (true) {
    const ssize_t count = ::read(file.get(), buffer, sizeof(buffer));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FileError("read", path);
    if (count == 0) return std::optional(std::move(content));
    content.append(buffer, static_cast<size_t>(count));
  }
}

absl::Status ReplaceFile(const std::string& path, std::string_view content) {
  const std::string temporary = path + ".new";
  DREY_ASSIGN_OR_RETURN(const FileDescriptor file, OpenFile(temporary, O_WRONLY | O_CREAT | O_TRUNC));
  DREY_RETURN_IF_ERROR(WriteAll(file, content, temporary));
  DREY_RETURN_IF_ERROR(SyncFile(file, temporary));
  if (std::rename(temporary.c_str(), path.c_str()) != 0) return FileError("replace", path);
  const std::string folder = FolderOf(path);
  DREY_ASSIGN_OR_RETURN(const FileDescriptor directory, OpenFile(folder, O_RDONLY | O_DIRECTORY));
  return ::fsync(directory.get()) == 0 ? absl::OkStatus() : FileError("sync", folder);
}

absl::Status MakeFolder(const std::string& path) {
  if (::mkdir(path.c_str(), 0755) == 0 || errno == EEXIST) return absl::OkStatus();
  return FileError("create the folder", path);
}

}  // namespace drey
