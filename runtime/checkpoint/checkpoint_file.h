// Files of checkpoints: written whole, and on the disk before anything speaks of them. Failures are kUnavailable, with path and reason.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace drey {

absl::StatusOr<std::string> ReadCheckpointFile(const std::string& path);
// What is there under this name is overwritten. The file's name is on the disk only after SyncCheckpointFolder.
absl::Status WriteCheckpointFile(const std::string& path, std::string_view content);
// Replaces the file in one step: whoever looks finds the old content or the new.
absl::Status ReplaceCheckpointFile(const std::string& path, std::string_view content);
// The names of the files in the folder are on the disk.
absl::Status SyncCheckpointFolder(const std::string& folder);
absl::Status MakeCheckpointFolder(const std::string& folder);

}  // namespace drey
