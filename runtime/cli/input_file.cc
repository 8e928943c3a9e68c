#include "runtime/cli/input_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <vector>

#include "engine/base/suggestion.h"
#include "engine/base/text.h"

namespace drey {
namespace {

// Closes what it opened; standard input stays open.
class InputDescriptor {
 public:
  explicit InputDescriptor(const std::string& path)
      : owned_(path != "-"), descriptor_(owned_ ? open(path.c_str(), O_RDONLY | O_CLOEXEC) : STDIN_FILENO) {}
  InputDescriptor(const InputDescriptor&) = delete;
  InputDescriptor& operator=(const InputDescriptor&) = delete;
  ~InputDescriptor() {
    if (owned_ && descriptor_ >= 0) close(descriptor_);
  }
  int get() const { return descriptor_; }

 private:
  bool owned_;
  int descriptor_;
};

// Far more than a definition, a script or a test has; what does not end, like a device, ends here.
constexpr size_t kMostMebibytes = 256;

std::string SuggestFile(std::string_view path) {
  const std::filesystem::path wanted(path);
  const std::filesystem::path folder = wanted.has_parent_path() ? wanted.parent_path() : ".";
  std::error_code error;
  std::vector<std::string> names;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return DidYouMean(wanted.filename().string(), names);
}

absl::Status CannotRead(std::string_view path, int error_number) {
  const std::string hint = error_number == ENOENT ? SuggestFile(path) : "";
  return UnavailableError(Concat("cannot read the file: ", std::strerror(error_number)), hint);
}

}  // namespace

absl::StatusOr<std::string> ReadInputFile(std::string_view path) {
  const InputDescriptor descriptor{std::string(path)};
  if (descriptor.get() < 0) return CannotRead(path, errno);
  std::string content;
  char buffer[65536];
  while (true) {
    const ssize_t count = read(descriptor.get(), buffer, sizeof(buffer));
    if (count == 0) return content;
    if (count > 0) {
      content.append(buffer, static_cast<size_t>(count));
      if (content.size() > kMostMebibytes << 20) {
        return UnavailableError(Concat("cannot read the file: it has more than ", kMostMebibytes, " MiB"));
      }
    } else if (errno != EINTR) {
      return CannotRead(path, errno);
    }
  }
}

absl::StatusOr<std::string> ReadNamedInputFile(std::string_view path) {
  absl::StatusOr<std::string> content = ReadInputFile(path);
  if (content.ok()) return content;
  return MakeError(DetailOf(content.status()), Concat(path, ": ", MessageOf(content.status())));
}

}  // namespace drey
