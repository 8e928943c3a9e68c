// Records that a job reads, copied from its topics into topics in memory, where the job can be run over them and looked at.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/job/job_graph.h"
#include "runtime/log/memory/memory_log.h"
#include "runtime/log/record_log.h"

namespace drey {

struct InputSelection {
  // Only this partition, from this offset on.
  std::optional<TopicPartition> partition = {};
  int64_t offset = 0;
  // Only records of this time, in milliseconds: from, and before.
  std::optional<int64_t> from_timestamp = {};
  std::optional<int64_t> until_timestamp = {};
  // At most so many records of all topics together.
  int64_t most_records = 100'000;
};

struct InputCopy {
  // Has the partitions, offsets and records of the topics that the job reads, and the partitions of those it writes.
  std::shared_ptr<MemoryLog> log = {};
  int64_t records = 0;
  // Of the topics that the job reads, and of those it writes.
  std::map<std::string, int32_t> partition_counts = {};
  std::map<std::string, int32_t> output_partition_counts = {};
  // There were more than `most_records`.
  bool is_cut = false;
};

// What the jobs read: one or several, each topic once. `log` is where their topics are. `needs_servers`: it is a broker, and each table
// must say where its servers are. Fails where the selection begins behind the last record of its partition. `failed_graph`: gets the
// position of the job that an error is about.
absl::StatusOr<InputCopy> CopyInput(std::span<const JobGraph* const> graphs, RecordLog& log, bool needs_servers,
                                    const InputSelection& selection, size_t* failed_graph = nullptr);
absl::StatusOr<InputCopy> CopyInput(const JobGraph& graph, RecordLog& log, bool needs_servers, const InputSelection& selection);

// Each source begins at the beginning of what was copied.
std::vector<std::optional<SourcePosition>> FromTheBeginning(const JobGraph& graph);

}  // namespace drey
