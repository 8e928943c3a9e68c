// The file of a topic that this process writes: lock, offsets, and what happens to a tail that was never committed. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "runtime/log/default_partitioner.h"
#include "runtime/log/local/file_io.h"
#include "runtime/log/local/topic_index.h"
#include "runtime/log/local/topic_lock.h"
#include "runtime/log/record_log.h"

namespace drey {

class LocalFolder;

class LocalOutput {
 public:
  // Takes the lock and puts right what a dead holder left: an unfinished line, or what it had not committed. The file must exist.
  // `group` is not empty when the topic is written in the group's transactions.
  static absl::StatusOr<std::shared_ptr<LocalOutput>> Open(const std::shared_ptr<LocalFolder>& folder, std::string_view topic,
                                                           const std::string& group, const std::string& holder);
  // Takes back what is not committed and gives up the lock.
  ~LocalOutput();

  const std::string& group() const { return group_; }
  int32_t partition_count() const { return partition_count_; }

  absl::Status Append(const OutputRecord& record, int64_t now);
  // Everything appended is in the file, in whole lines.
  absl::Status Write();
  // And on the disk. Returns the file's length.
  absl::StatusOr<int64_t> Sync();
  int64_t buffered_bytes() const;

  // What is in the file now is committed.
  void MarkCommitted();
  // Takes back everything since MarkCommitted.
  absl::Status Abort();

 private:
  LocalOutput(std::string topic, std::string path, std::string group, TopicLock lock, FileDescriptor file)
      : topic_(std::move(topic)), path_(std::move(path)), group_(std::move(group)), lock_(std::move(lock)), file_(std::move(file)) {}

  absl::Status WriteLocked();
  absl::Status CutTo(int64_t length);

  const std::string topic_;
  const std::string path_;
  const std::string group_;
  TopicLock lock_;
  FileDescriptor file_;
  int32_t partition_count_ = 1;

  mutable std::mutex mutex_;
  DefaultPartitioner partitioner_;
  std::string buffer_;
  std::vector<int64_t> next_offsets_;
  std::vector<int64_t> committed_offsets_;  // next_offsets_ at committed_length_
  int64_t length_ = 0;                      // of the file
  int64_t committed_length_ = 0;
  bool broken_ = false;  // the file may hold half a line
};

}  // namespace drey
