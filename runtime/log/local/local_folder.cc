#include "runtime/log/local/local_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>

#include "engine/base/text.h"
#include "runtime/log/java_properties.h"
#include "runtime/log/local/local_log.h"
#include "runtime/log/local/local_output.h"
#include "runtime/log/group_name.h"
#include "runtime/log/local/topic_index.h"
#include "runtime/log/log_errors.h"
#include "runtime/log/topic_name.h"

namespace drey {
namespace {

constexpr std::string_view kTopicSuffix = ".jsonl";

}  // namespace

std::string LocalFolder::TopicPath(std::string_view topic) const { return Concat(path_, "/", topic, kTopicSuffix); }
std::string LocalFolder::LockPath(std::string_view topic) const { return Concat(path_, "/.locks/", topic, ".lock"); }
std::string LocalFolder::GroupPath(std::string_view group) const { return Concat(path_, "/.groups/", GroupFileName(group), ".json"); }

absl::StatusOr<std::vector<std::string>> LocalFolder::TopicNames() const {
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir(path_.c_str()), ::closedir);
  if (directory == nullptr) return FileError("open the folder of local topics", path_);
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(directory.get())) {
    const std::string_view name = entry->d_name;
    if (!name.ends_with(kTopicSuffix)) continue;
    const std::string_view topic = name.substr(0, name.size() - kTopicSuffix.size());
    if (!name.starts_with('.') && CheckTopicName(topic).ok()) names.emplace_back(topic);
  }
  std::sort(names.begin(), names.end());
  return names;
}

absl::Status LocalFolder::CheckExists(std::string_view topic) const {
  DREY_RETURN_IF_ERROR(CheckTopicName(topic));
  if (::access(TopicPath(topic).c_str(), F_OK) == 0) return absl::OkStatus();
  DREY_ASSIGN_OR_RETURN(const std::vector<std::string> names, TopicNames());
  return UnknownTopicError(topic, path_, names);
}

absl::StatusOr<int32_t> LocalFolder::FixedPartitionCount(std::string_view topic) const {
  const std::string path = Concat(path_, "/", topic, ".properties");
  DREY_ASSIGN_OR_RETURN(const std::optional<std::string> text, ReadFileIfExists(path));
  if (!text.has_value()) return 0;
  DREY_ASSIGN_OR_RETURN(const std::vector<JavaProperty> properties, ParseJavaProperties(*text, path));
  int32_t count = 0;
  for (const JavaProperty& property : properties) {
    const std::string place = Concat(path, ":", property.line, ": ");
    if (property.name != "partitions") {
      return UnavailableError(Concat(place, "unknown property '", property.name, "'"), "the only one is partitions");
    }
    const std::string_view value = StripBlanks(property.value);
    const auto parsed = std::from_chars(value.data(), value.data() + value.size(), count);
    if (parsed.ptr != value.data() + value.size() || value.empty() || count < 1 || count > kMostPartitions) {
      return UnavailableError(Concat(place, "'", property.value, "' is no number of partitions"));
    }
  }
  return count;
}

absl::Status LocalFolder::CreateTopic(std::string_view topic, int32_t partition_count) {
  DREY_RETURN_IF_ERROR(CheckTopicName(topic));
  if (partition_count < 1 || partition_count > kMostPartitions) return UnavailableError("Number of partitions must be larger than 0.");
  const std::string path = TopicPath(topic);
  if (::access(path.c_str(), F_OK) == 0) return UnavailableError(Concat("topic '", topic, "' already exists in ", path_));
  const std::string properties = Concat(path_, "/", topic, ".properties");
  if (partition_count > 1) DREY_RETURN_IF_ERROR(ReplaceFile(properties, Concat("partitions=", partition_count, "\n")));
  return OpenFile(path, O_WRONLY | O_CREAT | O_EXCL).status();
}

absl::StatusOr<int64_t> LocalFolder::ReadableLength(std::string_view topic, IsolationLevel isolation) const {
  if (isolation == IsolationLevel::kReadUncommitted) return INT64_MAX;
  DREY_ASSIGN_OR_RETURN(const std::optional<LockContent> lock, ReadLockFile(LockPath(topic)));
  if (!lock.has_value() || lock->group.empty()) return INT64_MAX;
  DREY_ASSIGN_OR_RETURN(const GroupContent group, ReadGroupFile(GroupPath(lock->group)));
  const auto committed = group.outputs.find(topic);
  return committed == group.outputs.end() ? lock->length : std::max(committed->second, lock->length);
}

absl::StatusOr<TopicExtent> LocalFolder::Examine(std::string_view topic, IsolationLevel isolation) {
  DREY_RETURN_IF_ERROR(CheckExists(topic));
  DREY_ASSIGN_OR_RETURN(const int64_t limit, ReadableLength(topic, isolation));
  DREY_ASSIGN_OR_RETURN(const int32_t fixed_count, FixedPartitionCount(topic));
  const std::lock_guard lock(mutex_);
  const std::string name(topic);
  TopicIndex& index = indexes_.try_emplace({name, isolation}, name, TopicPath(topic), fixed_count).first->second;
  DREY_RETURN_IF_ERROR(index.Refresh(limit));
  return TopicExtent{index.offsets().partitions(), index.length()};
}

absl::StatusOr<GroupContent> LocalFolder::ReadGroup(std::string_view group) {
  const std::lock_guard lock(group_mutex_);
  return ReadGroupFile(GroupPath(group));
}

absl::Status LocalFolder::CommitGroup(std::string_view group, const GroupOffsets& positions,
                                      const std::map<std::string, int64_t, std::less<>>& outputs) {
  const std::lock_guard lock(group_mutex_);
  DREY_RETURN_IF_ERROR(MakeFolder(path_ + "/.groups"));
  const std::string path = GroupPath(group);
  DREY_ASSIGN_OR_RETURN(GroupContent content, ReadGroupFile(path));
  for (const auto& [id, position] : positions) content.positions[id] = position;
  for (const auto& [topic, length] : outputs) content.outputs[topic] = length;
  return WriteGroupFile(path, content);
}

absl::StatusOr<std::shared_ptr<LocalOutput>> LocalFolder::OpenOutput(std::string_view topic, const std::string& group,
                                                                     const std::string& holder) {
  DREY_RETURN_IF_ERROR(CheckTopicName(topic));
  if (::access(TopicPath(topic).c_str(), F_OK) != 0) {
    DREY_ASSIGN_OR_RETURN(const int32_t count, FixedPartitionCount(topic));
    if (count == 0) {
      DREY_RETURN_IF_ERROR(CreateTopic(topic, 1));
    } else {
      DREY_RETURN_IF_ERROR(OpenFile(TopicPath(topic), O_WRONLY | O_CREAT).status());
    }
  }
  DREY_RETURN_IF_ERROR(MakeFolder(path_ + "/.locks"));
  const std::lock_guard lock(mutex_);
  std::weak_ptr<LocalOutput>& known = outputs_[std::string(topic)];
  if (std::shared_ptr<LocalOutput> open = known.lock()) return open;
  DREY_ASSIGN_OR_RETURN(std::shared_ptr<LocalOutput> output, LocalOutput::Open(shared_from_this(), topic, group, holder));
  known = output;
  return output;
}

absl::StatusOr<bool> LocalFolder::IsCommittedLength(std::string_view topic, int64_t length) const {
  const std::string folder = path_ + "/.groups";
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir(folder.c_str()), ::closedir);
  if (directory == nullptr) return false;
  while (const dirent* entry = ::readdir(directory.get())) {
    const std::string_view name = entry->d_name;
    if (name.starts_with('.') || !name.ends_with(".json")) continue;
    DREY_ASSIGN_OR_RETURN(const GroupContent content, ReadGroupFile(Concat(folder, "/", name)));
    const auto output = content.outputs.find(topic);
    if (output != content.outputs.end() && output->second == length) return true;
  }
  return false;
}

absl::StatusOr<RecordLog::GroupLockResult> LocalFolder::LockGroup(std::string_view group, std::string_view holder) {
  DREY_RETURN_IF_ERROR(MakeFolder(path_ + "/.locks"));
  const std::string path = Concat(path_, "/.locks/", GroupFileName(group), ".group");
  DREY_ASSIGN_OR_RETURN(std::optional<TopicLock> lock, TopicLock::TryAcquire(path));
  if (!lock) {
    DREY_ASSIGN_OR_RETURN(const std::optional<LockContent> held, ReadLockFile(path));
    // One that has only just taken it has not yet said who it is.
    if (!held) return RecordLog::GroupLockResult{.holder = "a process that is just starting"};
    return RecordLog::GroupLockResult{.holder = Concat(held->holder, " (process ", held->process_id, " on ", held->host, ")")};
  }
  DREY_RETURN_IF_ERROR(lock->Write({.holder = std::string(holder), .group = std::string(group)}));
  return RecordLog::GroupLockResult{.lock = std::make_shared<TopicLock>(*std::move(lock))};
}

LocalLog::LocalLog(std::string folder) : folder_(std::make_shared<LocalFolder>(std::move(folder))) {}
LocalLog::~LocalLog() = default;

absl::StatusOr<std::unique_ptr<LogAdmin>> LocalLog::OpenAdmin(const AdminOptions& options) {
  return MakeLocalAdmin(folder_, options.isolation_level);
}

absl::StatusOr<std::unique_ptr<LogReader>> LocalLog::OpenReader(const ReaderOptions& options) {
  return MakeLocalReader(folder_, options);
}

absl::StatusOr<std::unique_ptr<LogWriter>> LocalLog::OpenWriter(const WriterOptions& options) {
  return MakeLocalWriter(folder_, options);
}

absl::StatusOr<RecordLog::GroupLockResult> LocalLog::LockGroup(std::string_view group, std::string_view holder) {
  return folder_->LockGroup(group, holder);
}

}  // namespace drey
