// What two jobs, or one job in two releases, make of the same input, and where that differs.
//
// The jobs run over copies of the same topics in memory, at the same time of day; nothing is written anywhere else.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/error.h"
#include "engine/job/job_graph.h"
#include "runtime/log/memory/memory_log.h"
#include "runtime/testing/input_copy.h"
#include "runtime/testing/record_comparison.h"

namespace drey {

struct JobOutput {
  // Why the run failed; what it wrote before is there.
  absl::Status status = absl::OkStatus();
  // By topic, in the order of partitions and offsets. The lines of `print` tables are records of kPrintedLines, values only.
  std::map<std::string, std::vector<MemoryRecord>> topics = {};
};

// In place of a topic; no topic can have the name.
inline constexpr std::string_view kPrintedLines = "print:";

// Requires a job with bounded sources, whose input is in the copy. `now` is the time that the job sees.
JobOutput RunOverCopy(const JobGraph& graph, const InputCopy& input, absl::Time now);

// A record that only one of the outputs has, or one that is another in each.
struct RecordChange {
  enum class Kind : uint8_t { kChanged, kRemoved, kAdded, kMoved };
  Kind kind = Kind::kChanged;
  std::optional<MemoryRecord> before = {};
  std::optional<MemoryRecord> after = {};
  std::vector<FieldDifference> fields = {};  // of kChanged; expected is before, actual is after
};

struct TopicChanges {
  std::string topic = {};
  size_t same = 0;
  std::vector<RecordChange> changes = {};
};

// Records with a key are compared with those of the same key, in their order; kMoved: the same records in another order. Records without
// key are compared as a multiset, and what is left in the order in which it stands. Key, value (by their bytes), headers, timestamp and
// partition count.
std::vector<TopicChanges> CompareOutputs(const JobOutput& before, const JobOutput& after);

}  // namespace drey
