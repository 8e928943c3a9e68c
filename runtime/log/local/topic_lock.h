// Who writes a local topic. `.locks/TOPIC.lock` is locked while a process writes, says who it is, and is removed at a clean end: one
// that is there and not locked was left by a process that died.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/base/error.h"
#include "runtime/log/local/file_io.h"

namespace drey {

// {"holder":TEXT,"pid":N,"host":TEXT,"group":TEXT or null,"length":N}
struct LockContent {
  std::string holder = {};
  int64_t process_id = 0;
  std::string host = {};
  // The group in whose transactions the topic is written; empty: in none.
  std::string group = {};
  // Of the file when the holder began; committed unless the group's file knows more.
  int64_t length = 0;
};

class TopicLock {
 public:
  // Fails with kUnavailable, naming the holder, when another process, or another log of this one, has it.
  static absl::StatusOr<TopicLock> Acquire(const std::string& path, std::string_view topic);
  // Nothing where another has it.
  static absl::StatusOr<std::optional<TopicLock>> TryAcquire(const std::string& path);
  TopicLock(TopicLock&&) = default;
  TopicLock& operator=(TopicLock&&) = default;

  // Left by a holder that died.
  const std::optional<LockContent>& left_behind() const { return left_behind_; }

  // Says who holds it from now on: this process. Synced.
  absl::Status Write(const LockContent& content);
  // Gives the lock up after a clean end. Without it, destruction looks like a death.
  void Remove();

 private:
  TopicLock(std::string path, FileDescriptor file) : path_(std::move(path)), file_(std::move(file)) {}

  std::string path_;
  FileDescriptor file_;
  std::optional<LockContent> left_behind_;
};

// What the lock file says, whether its holder lives or not; nullopt when there is none or its holder is just writing it.
absl::StatusOr<std::optional<LockContent>> ReadLockFile(const std::string& path);

}  // namespace drey
