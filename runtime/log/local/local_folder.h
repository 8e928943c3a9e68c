// A folder of local topics: what is where, and what the readers, writers and admins of one LocalLog share. Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/log/local/group_file.h"
#include "runtime/log/local/topic_index.h"
#include "runtime/log/local/topic_lock.h"
#include "runtime/log/record_log.h"

namespace drey {

class LocalOutput;

// What the lines of a topic say about its partitions, at one moment.
struct TopicExtent {
  std::vector<OffsetAssigner::Partition> partitions = {};
  int64_t length = 0;  // of the whole lines looked at

  const OffsetAssigner::Partition* Find(int32_t partition) const {
    const bool exists = partition >= 0 && static_cast<size_t>(partition) < partitions.size();
    return exists ? &partitions[static_cast<size_t>(partition)] : nullptr;
  }
};

class LocalFolder : public std::enable_shared_from_this<LocalFolder> {
 public:
  explicit LocalFolder(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }
  std::string TopicPath(std::string_view topic) const;
  std::string LockPath(std::string_view topic) const;
  std::string GroupPath(std::string_view group) const;

  // Names of all topics, sorted.
  absl::StatusOr<std::vector<std::string>> TopicNames() const;
  absl::Status CheckExists(std::string_view topic) const;
  // What TOPIC.properties says; 0 when it says nothing.
  absl::StatusOr<int32_t> FixedPartitionCount(std::string_view topic) const;
  absl::Status CreateTopic(std::string_view topic, int32_t partition_count);

  // Reads what has come since the last time.
  absl::StatusOr<TopicExtent> Examine(std::string_view topic, IsolationLevel isolation);
  // The bytes that a reader of this isolation level may look at.
  absl::StatusOr<int64_t> ReadableLength(std::string_view topic, IsolationLevel isolation) const;

  absl::StatusOr<GroupContent> ReadGroup(std::string_view group);
  absl::Status CommitGroup(std::string_view group, const GroupOffsets& positions,
                           const std::map<std::string, int64_t, std::less<>>& outputs);

  // Whether some group committed just this length of the topic's file.
  absl::StatusOr<bool> IsCommittedLength(std::string_view topic, int64_t length) const;

  // Locks `.locks/GROUP.group`.
  absl::StatusOr<RecordLog::GroupLockResult> LockGroup(std::string_view group, std::string_view holder);

  // The one output of this topic in this process, opened (and its lock taken) when it is not. A topic that is missing is created.
  absl::StatusOr<std::shared_ptr<LocalOutput>> OpenOutput(std::string_view topic, const std::string& group, const std::string& holder);

 private:

  std::string path_;
  std::mutex mutex_;
  std::map<std::pair<std::string, IsolationLevel>, TopicIndex> indexes_;
  std::map<std::string, std::weak_ptr<LocalOutput>, std::less<>> outputs_;
  std::mutex group_mutex_;
};

std::unique_ptr<LogAdmin> MakeLocalAdmin(std::shared_ptr<LocalFolder> folder, IsolationLevel isolation);
std::unique_ptr<LogReader> MakeLocalReader(std::shared_ptr<LocalFolder> folder, const ReaderOptions& options);
std::unique_ptr<LogWriter> MakeLocalWriter(std::shared_ptr<LocalFolder> folder, const WriterOptions& options);

}  // namespace drey
