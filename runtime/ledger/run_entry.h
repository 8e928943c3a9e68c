// What the ledger says of one run of a group: JSON on one line,
// {"group","run","job","fingerprint","overrides":[…],"start","end","outcome","message","records_in","records_out","records_skipped",
//  "positions":{TOPIC:{"PARTITION":[FROM,TO]}}}. Times are milliseconds since 1970.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "runtime/log/record_log.h"

namespace drey {

struct RunEntry {
  // Offsets that the run has read and committed: from, up to but not including.
  struct Range {
    int64_t from = 0;
    int64_t to = 0;
    friend bool operator==(const Range&, const Range&) = default;
  };

  std::string group = {};
  std::string run = {};
  std::string job = {};
  std::string fingerprint = {};
  std::vector<std::string> overrides = {};  // options of the command line that change the job
  int64_t start = 0;
  int64_t end = 0;  // 0 while it runs, and for a run that died
  std::string outcome = {};  // running, finished, stopped, failed
  std::string message = {};  // why it failed
  int64_t records_in = 0;
  int64_t records_out = 0;
  int64_t records_skipped = 0;
  std::map<TopicPartition, Range> positions = {};
  friend bool operator==(const RunEntry&, const RunEntry&) = default;
};

std::string ToJson(const RunEntry& entry);
// `place` says whose text it is, for the error.
absl::StatusOr<RunEntry> ParseRunEntry(std::string_view json, std::string_view place);

// Subtasks of a run write entries of their own, "RUN", "RUN/1", "RUN/2" …: one entry a run, at its first one's place.
std::vector<RunEntry> MergeSubtasks(const std::vector<RunEntry>& entries);

// Where the runs of a group do not touch: gaps and overlaps, a line each, in the order of the runs, which is that of `entries`.
std::vector<std::string> FindGapsAndOverlaps(const std::vector<RunEntry>& entries);

}  // namespace drey
