#include "runtime/log/local/topic_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "engine/base/arena.h"
#include "engine/base/text.h"
#include "runtime/log/local/envelope.h"
#include "runtime/log/local/json_cursor.h"

namespace drey {
namespace {

bool ReadText(JsonCursor& cursor, std::string& out) {
  if (cursor.Peek() == 'n') return cursor.ReadNull();
  std::string_view text;
  if (!cursor.ReadString(text)) return false;
  out = text;
  return true;
}

// An unfinished file, which a crash may leave, is none.
std::optional<LockContent> ParseLock(std::string_view text) {
  Arena arena;
  JsonCursor cursor(text, arena);
  LockContent content;
  if (!cursor.Expect('{')) return std::nullopt;
  do {
    std::string_view name;
    if (!cursor.ReadString(name) || !cursor.Expect(':')) return std::nullopt;
    if (name == "holder") {
      ReadText(cursor, content.holder);
    } else if (name == "pid") {
      cursor.ReadInteger(content.process_id);
    } else if (name == "host") {
      ReadText(cursor, content.host);
    } else if (name == "group") {
      ReadText(cursor, content.group);
    } else if (name == "length") {
      cursor.ReadInteger(content.length);
    } else {
      return std::nullopt;
    }
  } while (cursor.Take(','));
  return cursor.Expect('}') && cursor.ExpectEnd() ? std::optional(content) : std::nullopt;
}

bool IsSameFile(const FileDescriptor& file, const std::string& path) {
  struct stat opened = {};
  struct stat named = {};
  return ::fstat(file.get(), &opened) == 0 && ::stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
         opened.st_dev == named.st_dev;
}

absl::Status HeldError(const std::string& path, std::string_view topic) {
  const absl::StatusOr<std::optional<LockContent>> held = ReadLockFile(path);
  std::string message = Concat("topic '", topic, "' is being written by another process");
  if (held.ok() && held->has_value()) {
    const LockContent& holder = **held;
    message = Concat("topic '", topic, "' is being written by ", holder.holder.empty() ? "drey" : holder.holder, " (process ",
                     holder.process_id, " on ", holder.host, ")");
  }
  return UnavailableError(message, Concat("one process at a time writes a local topic; its lock is ", path));
}

}  // namespace

absl::StatusOr<std::optional<LockContent>> ReadLockFile(const std::string& path) {
  DREY_ASSIGN_OR_RETURN(const std::optional<std::string> text, ReadFileIfExists(path));
  if (!text.has_value()) return std::optional<LockContent>();
  return ParseLock(*text);
}

absl::StatusOr<TopicLock> TopicLock::Acquire(const std::string& path, std::string_view topic) {
  DREY_ASSIGN_OR_RETURN(std::optional<TopicLock> lock, TryAcquire(path));
  if (!lock) return HeldError(path, topic);
  return *std::move(lock);
}

absl::StatusOr<std::optional<TopicLock>> TopicLock::TryAcquire(const std::string& path) {
  while (true) {
    DREY_ASSIGN_OR_RETURN(FileDescriptor file, OpenFile(path, O_RDWR | O_CREAT));
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno == EINTR) continue;
      if (errno == EWOULDBLOCK) return std::optional<TopicLock>();
      return FileError("lock", path);
    }
    if (!IsSameFile(file, path)) continue;  // its holder removed it between our open and lock
    TopicLock lock(path, std::move(file));
    DREY_ASSIGN_OR_RETURN(lock.left_behind_, ReadLockFile(path));
    return std::optional(std::move(lock));
  }
}

absl::Status TopicLock::Write(const LockContent& content) {
  char host[256] = {};
  ::gethostname(host, sizeof(host) - 1);
  std::string text = "{\"holder\":";
  AppendJsonString(content.holder, text);
  Append(text, ",\"pid\":", static_cast<int64_t>(::getpid()), ",\"host\":");
  AppendJsonString(host, text);
  text += ",\"group\":";
  if (content.group.empty()) {
    text += "null";
  } else {
    AppendJsonString(content.group, text);
  }
  Append(text, ",\"length\":", content.length, "}\n");
  // Not by rename: the lock is on this file. Its text is short enough to be there at once, and a torn one counts as none.
  if (::lseek(file_.get(), 0, SEEK_SET) != 0) return FileError("write", path_);
  DREY_RETURN_IF_ERROR(TruncateFile(file_, 0, path_));
  DREY_RETURN_IF_ERROR(WriteAll(file_, text, path_));
  return SyncFile(file_, path_);
}

void TopicLock::Remove() {
  if (file_) ::unlink(path_.c_str());
}

}  // namespace drey
