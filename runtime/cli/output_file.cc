#include "runtime/cli/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "engine/base/text.h"

namespace drey {
namespace {

namespace fs = std::filesystem;

absl::Status CannotWrite(const std::string& path, int error_number) {
  return UnavailableError(Concat(path, ": cannot write the file: ", std::strerror(error_number)));
}

// The number of the error; 0 when all is written.
int WriteAll(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    content.remove_prefix(static_cast<size_t>(written));
  }
  return 0;
}

// The number of the error; 0 when all is written.
int WriteFile(const std::string& path, std::string_view content, mode_t mode) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (file < 0) return errno;
  const int error = WriteAll(file, content);
  return close(file) != 0 && error == 0 ? errno : error;
}

}  // namespace

absl::Status WriteOutputFile(const std::string& path, std::string_view content) {
  const int error = WriteFile(path, content, 0666);
  return error == 0 ? absl::OkStatus() : CannotWrite(path, error);
}

absl::Status ReplaceOutputFile(const std::string& path, std::string_view content) {
  std::error_code unknown;
  const std::string target = fs::canonical(path, unknown).string();
  if (unknown) return CannotWrite(path, unknown.value());
  struct stat status = {};
  if (access(target.c_str(), W_OK) != 0 || stat(target.c_str(), &status) != 0) return CannotWrite(path, errno);
  const std::string temporary = Concat(target, ".new");
  int error = WriteFile(temporary, content, status.st_mode & 07777);
  if (error == 0 && (chmod(temporary.c_str(), status.st_mode & 07777) != 0 || rename(temporary.c_str(), target.c_str()) != 0)) error = errno;
  if (error == 0) return absl::OkStatus();
  unlink(temporary.c_str());
  return CannotWrite(path, error);
}

}  // namespace drey
