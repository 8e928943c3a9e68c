// The few file operations that local topics need, with errors that name the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/error.h"

namespace drey {

class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int number) : number_(number) {}
  FileDescriptor(FileDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~FileDescriptor();

  int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

 private:
  int number_ = -1;
};

// "cannot ACTION PATH: REASON" for the current errno.
absl::Status FileError(std::string_view action, std::string_view path);

absl::StatusOr<FileDescriptor> OpenFile(const std::string& path, int flags);
absl::StatusOr<int64_t> FileLength(const FileDescriptor& file, std::string_view path);
// Which file a name stands for, whatever its name.
struct FileIdentity {
  uint64_t device = 0;
  uint64_t number = 0;
  friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};
absl::StatusOr<FileIdentity> IdentityOf(const FileDescriptor& file, std::string_view path);
// Writes everything at the end of the file.
absl::Status WriteAll(const FileDescriptor& file, std::string_view bytes, std::string_view path);
absl::Status SyncFile(const FileDescriptor& file, std::string_view path);
absl::Status TruncateFile(const FileDescriptor& file, int64_t length, std::string_view path);

// The whole file; nullopt when there is none.
absl::StatusOr<std::optional<std::string>> ReadFileIfExists(const std::string& path);
// After this the file has the new content or, on failure or a crash, the old one. `path` is in an existing folder.
absl::Status ReplaceFile(const std::string& path, std::string_view content);
// Makes the folder if it is missing; its parent exists.
absl::Status MakeFolder(const std::string& path);

}  // namespace drey
