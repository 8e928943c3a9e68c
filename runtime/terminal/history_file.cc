#include "runtime/terminal/history_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "engine/base/error.h"
#include "engine/base/text.h"

namespace drey {
namespace {

namespace fs = std::filesystem;

absl::Status CannotWrite(const std::string& path, int error_number) {
  return UnavailableError(Concat(path, ": cannot write the history: ", std::strerror(error_number)));
}

// Of the XDG base directories: an absolute path in the variable, else the one below the home; empty without both.
fs::path StateFolder() {
  const char* const state = std::getenv("XDG_STATE_HOME");
  if (state != nullptr && fs::path(state).is_absolute()) return state;
  const char* const home = std::getenv("HOME");
  if (home == nullptr || !fs::path(home).is_absolute()) return {};
  return fs::path(home) / ".local" / "state";
}

absl::Status WriteLines(const std::string& path, const std::vector<std::string>& lines, int flags) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600);
  if (file < 0) return CannotWrite(path, errno);
  std::string text;
  for (const std::string& line : lines) Append(text, line, "\n");
  const ssize_t written = write(file, text.data(), text.size());
  const int error_number = written < 0 ? errno : ENOSPC;
  const bool complete = written == static_cast<ssize_t>(text.size());
  close(file);
  return complete ? absl::OkStatus() : CannotWrite(path, error_number);
}

}  // namespace

HistoryFile HistoryFile::OfUser(std::string_view name) {
  const fs::path folder = StateFolder();
  return HistoryFile(folder.empty() ? std::string() : (folder / "drey" / name).string());
}

absl::StatusOr<std::vector<std::string>> HistoryFile::Load(size_t count) const {
  std::vector<std::string> lines;
  if (path_.empty()) return lines;
  std::ifstream file(path_);
  if (!file && errno != ENOENT) {
    return UnavailableError(Concat(path_, ": cannot read the history: ", std::strerror(errno)));
  }
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) lines.push_back(std::move(line));
  }
  const bool much_longer = lines.size() > 2 * count;
  if (lines.size() > count) lines.erase(lines.begin(), lines.end() - static_cast<ptrdiff_t>(count));
  if (!much_longer) return lines;
  const std::string shorter = Concat(path_, ".new");
  DREY_RETURN_IF_ERROR(WriteLines(shorter, lines, O_TRUNC));
  std::error_code error;
  fs::rename(shorter, path_, error);
  if (error) return CannotWrite(path_, error.value());
  return lines;
}

absl::Status HistoryFile::Append(std::string_view entry) const {
  if (path_.empty()) return absl::OkStatus();
  const fs::path folder = fs::path(path_).parent_path();
  std::error_code error;
  if (fs::create_directories(folder, error)) fs::permissions(folder, fs::perms::owner_all, error);
  return WriteLines(path_, {std::string(entry)}, O_APPEND);
}

}  // namespace drey
