#include "runtime/log/local/local_output.h"

#include <fcntl.h>

#include "engine/base/text.h"
#include "engine/types/java_string.h"
#include "runtime/log/local/local_folder.h"
#include "runtime/log/log_errors.h"

namespace drey {
namespace {

constexpr size_t kBufferBytes = size_t{512} << 10;

absl::Status OtherHandError(std::string_view path, std::string_view what) {
  return UnavailableError(Concat(path, " ", what),
                          "another program changed the file; what it wrote is not cut off. Remove it, or begin with a new group");
}

absl::StatusOr<int64_t> LengthOf(const std::string& path) {
  DREY_ASSIGN_OR_RETURN(const FileDescriptor file, OpenFile(path, O_RDONLY));
  return FileLength(file, path);
}

absl::Status CutFile(const std::string& path, int64_t length) {
  DREY_ASSIGN_OR_RETURN(const FileDescriptor file, OpenFile(path, O_WRONLY));
  DREY_RETURN_IF_ERROR(TruncateFile(file, length, path));
  return SyncFile(file, path);
}

// True when the line is exactly what a LocalOutput writes.
bool IsOwnLine(const LineReader::Line& line, const std::string& topic, Arena& arena) {
  Envelope envelope;
  EnvelopeError error;
  arena.Reset();
  if (!ParseEnvelope(line.text, arena, envelope, error) || !envelope.partition || !envelope.offset) return false;
  const RecordView record{.topic = topic,
                          .partition = *envelope.partition,
                          .offset = *envelope.offset,
                          .key = envelope.key,
                          .value = envelope.value,
                          .timestamp = envelope.timestamp,
                          .timestamp_type = envelope.timestamp_type,
                          .headers = envelope.headers};
  std::string own;
  AppendEnvelope(record, own);
  own.pop_back();
  return own == line.text;
}

// Cuts the lines behind `committed`, which a dead process wrote and did not commit; refuses when they are not its own.
absl::Status CutUncommitted(const std::string& path, const std::string& topic, int64_t committed) {
  DREY_ASSIGN_OR_RETURN(const int64_t length, LengthOf(path));
  if (length < committed) return OtherHandError(path, Concat("is shorter than what was committed of it (", length, " bytes of ", committed, ")"));
  if (length == committed) return absl::OkStatus();
  DREY_ASSIGN_OR_RETURN(LineReader reader, LineReader::Open(path));
  Arena arena;
  while (true) {
    DREY_ASSIGN_OR_RETURN(const std::optional<LineReader::Line> line, reader.Next());
    if (!line.has_value()) break;
    if (line->begin < committed) continue;
    if (!IsOwnLine(*line, topic, arena)) {
      return OtherHandError(path, Concat("has a line behind what was committed of it that drey did not write (line ", line->number, ")"));
    }
  }
  return CutFile(path, committed);
}

absl::Status RecoverTopic(LocalFolder& folder, const std::string& topic, const LockContent& dead) {
  const std::string path = folder.TopicPath(topic);
  if (!dead.group.empty()) {
    DREY_ASSIGN_OR_RETURN(const GroupContent group, folder.ReadGroup(dead.group));
    const auto output = group.outputs.find(topic);
    return CutUncommitted(path, topic, output == group.outputs.end() ? dead.length : std::max(output->second, dead.length));
  }
  TopicIndex index(topic, path, 0);
  DREY_RETURN_IF_ERROR(index.Refresh());
  if (index.length() == index.file_length() || index.length() < dead.length) return absl::OkStatus();
  return CutFile(path, index.length());
}

// A topic that a group writes in transactions has exactly what the group committed, or another group after it.
absl::Status CheckCommittedLength(LocalFolder& folder, const std::string& topic, const std::string& group, int64_t length) {
  DREY_ASSIGN_OR_RETURN(const GroupContent content, folder.ReadGroup(group));
  const auto output = content.outputs.find(topic);
  if (output == content.outputs.end() || output->second == length) return absl::OkStatus();
  // One that was removed begins anew, as on a broker; there is nothing to be cut.
  if (length == 0) return absl::OkStatus();
  DREY_ASSIGN_OR_RETURN(const bool by_other_group, folder.IsCommittedLength(topic, length));
  if (by_other_group && length > output->second) return absl::OkStatus();
  return OtherHandError(folder.TopicPath(topic),
                        Concat("has ", length, " bytes, but group '", group, "' committed ", output->second));
}

}  // namespace

absl::StatusOr<std::shared_ptr<LocalOutput>> LocalOutput::Open(const std::shared_ptr<LocalFolder>& folder, std::string_view topic,
                                                               const std::string& group, const std::string& holder) {
  const std::string name(topic);
  const std::string path = folder->TopicPath(topic);
  DREY_ASSIGN_OR_RETURN(TopicLock lock, TopicLock::Acquire(folder->LockPath(topic), topic));
  const std::optional<LockContent> dead = lock.left_behind();
  if (dead.has_value()) DREY_RETURN_IF_ERROR(RecoverTopic(*folder, name, *dead));

  DREY_ASSIGN_OR_RETURN(const int32_t fixed_count, folder->FixedPartitionCount(topic));
  TopicIndex index(name, path, fixed_count);
  absl::Status examined = index.Refresh();
  if (examined.ok() && index.length() != index.file_length()) {
    examined = UnavailableError(Concat(path, ": the last line has no newline, so nothing can be appended"),
                                "end it with a newline, or remove it when it is unfinished");
  }
  if (examined.ok() && !group.empty()) examined = CheckCommittedLength(*folder, name, group, index.length());
  if (!examined.ok()) {
    if (!dead.has_value()) lock.Remove();
    return examined;
  }

  DREY_ASSIGN_OR_RETURN(FileDescriptor file, OpenFile(path, O_WRONLY | O_APPEND));
  DREY_RETURN_IF_ERROR(lock.Write({.holder = holder, .group = group, .length = index.length()}));
  std::shared_ptr<LocalOutput> output(new LocalOutput(name, path, group, std::move(lock), std::move(file)));
  output->partition_count_ = index.partition_count();
  for (const OffsetAssigner::Partition& partition : index.offsets().partitions()) output->next_offsets_.push_back(partition.next);
  output->committed_offsets_ = output->next_offsets_;
  output->length_ = output->committed_length_ = index.length();
  return output;
}

LocalOutput::~LocalOutput() {
  if (!group_.empty() && length_ != committed_length_ && !Abort().ok()) broken_ = true;
  // What cannot be put right now is left to the next writer, as after a crash.
  if (!broken_) lock_.Remove();
}

absl::Status LocalOutput::Append(const OutputRecord& record, int64_t now) {
  const std::lock_guard lock(mutex_);
  const size_t bytes = (record.key ? record.key->size() : 0) + (record.value ? record.value->size() : 0);
  const int32_t partition = record.partition >= 0 ? record.partition : partitioner_.Choose(record.key, bytes, partition_count_);
  if (partition >= partition_count_) return UnknownPartitionError({topic_, partition}, partition_count_);
  for (const RecordHeader& header : record.headers) {
    if (!IsWellFormedUtf8(header.key)) return UnavailableError("the name of a header must be text");
  }
  const RecordView view{.topic = topic_,
                        .partition = partition,
                        .offset = next_offsets_[static_cast<size_t>(partition)]++,
                        .key = record.key,
                        .value = record.value,
                        .timestamp = record.timestamp >= 0 ? record.timestamp : now,
                        .timestamp_type = TimestampType::kCreateTime,
                        .headers = record.headers};
  AppendEnvelope(view, buffer_);
  return buffer_.size() >= kBufferBytes ? WriteLocked() : absl::OkStatus();
}

absl::Status LocalOutput::Write() {
  const std::lock_guard lock(mutex_);
  return WriteLocked();
}

absl::Status LocalOutput::WriteLocked() {
  if (broken_) return UnavailableError(Concat("an earlier write to ", path_, " failed"));
  if (buffer_.empty()) return absl::OkStatus();
  DREY_ASSIGN_OR_RETURN(const int64_t length, FileLength(file_, path_));
  if (length != length_) {
    broken_ = true;
    return OtherHandError(path_, Concat("was changed while it was being written (", length, " bytes, not ", length_, ")"));
  }
  const absl::Status written = WriteAll(file_, buffer_, path_);
  if (!written.ok()) {
    broken_ = !TruncateFile(file_, length_, path_).ok();
    return written;
  }
  length_ += static_cast<int64_t>(buffer_.size());
  buffer_.clear();
  return absl::OkStatus();
}

absl::StatusOr<int64_t> LocalOutput::Sync() {
  const std::lock_guard lock(mutex_);
  DREY_RETURN_IF_ERROR(WriteLocked());
  DREY_RETURN_IF_ERROR(SyncFile(file_, path_));
  return length_;
}

int64_t LocalOutput::buffered_bytes() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int64_t>(buffer_.size());
}

void LocalOutput::MarkCommitted() {
  const std::lock_guard lock(mutex_);
  committed_length_ = length_;
  committed_offsets_ = next_offsets_;
}

absl::Status LocalOutput::Abort() {
  const std::lock_guard lock(mutex_);
  buffer_.clear();
  DREY_RETURN_IF_ERROR(CutTo(committed_length_));
  next_offsets_ = committed_offsets_;
  return absl::OkStatus();
}

absl::Status LocalOutput::CutTo(int64_t length) {
  DREY_ASSIGN_OR_RETURN(const int64_t found, FileLength(file_, path_));
  if (found != length_ && !broken_) return OtherHandError(path_, "was changed while it was being written");
  DREY_RETURN_IF_ERROR(TruncateFile(file_, length, path_));
  length_ = length;
  broken_ = false;
  return absl::OkStatus();
}

}  // namespace drey
