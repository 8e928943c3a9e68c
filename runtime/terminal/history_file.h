// The entries of earlier sessions: a file of the user's, one entry a line, the oldest first.
//
// Sessions may share it: each appends whole lines. Only its owner can read it. Failures are kUnavailable errors that name the file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace drey {

class HistoryFile {
 public:
  // $XDG_STATE_HOME/drey/NAME, else ~/.local/state/drey/NAME; without a home there is no file, and nothing is kept.
  static HistoryFile OfUser(std::string_view name);

  explicit HistoryFile(std::string path) : path_(std::move(path)) {}

  // The newest entries, at most `count`. A file that has become much longer is cut to them.
  absl::StatusOr<std::vector<std::string>> Load(size_t count) const;

  // `entry` has no newline.
  absl::Status Append(std::string_view entry) const;

  const std::string& path() const { return path_; }

 private:
  std::string path_;  // empty: no file
};

}  // namespace drey
