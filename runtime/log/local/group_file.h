// What a group has committed in a folder of local topics: `.groups/GROUP.json`,
// {"positions":{TOPIC:{"PARTITION":{"offset":N,"metadata":TEXT}}},"outputs":{TOPIC:LENGTH}}.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "runtime/log/record_log.h"

namespace drey {

struct GroupContent {
  GroupOffsets positions = {};
  // Bytes of each output file that are committed; what lies beyond is not.
  std::map<std::string, int64_t, std::less<>> outputs = {};
};

// A group without a file has committed nothing.
absl::StatusOr<GroupContent> ReadGroupFile(const std::string& path);
// Replaces the file by one rename, synced.
absl::Status WriteGroupFile(const std::string& path, const GroupContent& content);

}  // namespace drey
