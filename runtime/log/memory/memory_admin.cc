#include <utility>

#include "engine/base/text.h"
#include "runtime/log/log_errors.h"
#include "runtime/log/memory/memory_state.h"

namespace drey {
namespace {

class MemoryAdmin : public LogAdmin {
 public:
  MemoryAdmin(std::shared_ptr<MemoryLog::State> state, IsolationLevel isolation)
      : state_(std::move(state)), isolation_(isolation) {}

  absl::StatusOr<std::vector<TopicDescription>> ListTopics(absl::Time) override {
    const std::lock_guard lock(state_->mutex);
    std::vector<TopicDescription> topics;
    for (const auto& [name, partitions] : state_->topics) topics.push_back({name, static_cast<int32_t>(partitions.size())});
    return topics;
  }

  absl::StatusOr<TopicDescription> DescribeTopic(std::string_view topic, absl::Time) override {
    const std::lock_guard lock(state_->mutex);
    const auto found = state_->topics.find(topic);
    if (found == state_->topics.end()) return UnknownTopicError(topic, "memory", state_->TopicNames());
    return TopicDescription{found->first, static_cast<int32_t>(found->second.size())};
  }

  absl::StatusOr<PartitionOffsets> BeginningOffsets(std::span<const TopicPartition> partitions, absl::Time) override {
    return ForEach(partitions, [](const TopicPartition&, const MemoryPartition& partition) {
      return std::optional(partition.beginning);
    });
  }

  absl::StatusOr<PartitionOffsets> EndOffsets(std::span<const TopicPartition> partitions, absl::Time) override {
    return ForEach(partitions, [this](const TopicPartition& id, const MemoryPartition& partition) {
      return std::optional(state_->EndOffset(id, partition, isolation_));
    });
  }

  absl::StatusOr<PartitionOffsets> OffsetsForTimestamp(std::span<const TopicPartition> partitions, int64_t timestamp,
                                                       absl::Time) override {
    return ForEach(partitions, [timestamp](const TopicPartition&, const MemoryPartition& partition) -> std::optional<int64_t> {
      for (const MemoryEntry& entry : partition.entries) {
        if (entry.record != nullptr && entry.record->timestamp >= timestamp) return entry.offset;
      }
      return std::nullopt;
    });
  }

  absl::StatusOr<GroupOffsets> CommittedOffsets(std::string_view group, std::span<const TopicPartition> partitions,
                                                absl::Time) override {
    const std::lock_guard lock(state_->mutex);
    GroupOffsets result;
    const auto committed = state_->groups.find(group);
    if (committed == state_->groups.end()) return result;
    for (const TopicPartition& partition : partitions) {
      const auto found = committed->second.find(partition);
      if (found != committed->second.end()) result.insert(*found);
    }
    return result;
  }

  absl::Status CommitOffsets(std::string_view group, const GroupOffsets& offsets, absl::Time) override {
    const std::lock_guard lock(state_->mutex);
    for (const auto& [partition, offset] : offsets) state_->groups[std::string(group)][partition] = offset;
    return absl::OkStatus();
  }

  absl::Status CreateTopic(std::string_view topic, int32_t partition_count, const std::map<std::string, std::string>& configs,
                           absl::Time) override {
    if (!configs.empty()) return UnavailableError("topics in memory have no configs");
    if (partition_count < 1) return UnavailableError("a topic needs at least one partition");
    const std::lock_guard lock(state_->mutex);
    std::vector<MemoryPartition>& partitions = state_->topics[std::string(topic)];
    if (!partitions.empty()) return UnavailableError(Concat("topic '", topic, "' already exists"));
    partitions.resize(static_cast<size_t>(partition_count));
    return absl::OkStatus();
  }

 private:
  template <typename Function>
  absl::StatusOr<PartitionOffsets> ForEach(std::span<const TopicPartition> partitions, Function function) {
    const std::lock_guard lock(state_->mutex);
    PartitionOffsets offsets;
    for (const TopicPartition& id : partitions) {
      DREY_ASSIGN_OR_RETURN(const MemoryPartition* partition, state_->FindPartition(id));
      const std::optional<int64_t> offset = function(id, *partition);
      if (offset.has_value()) offsets[id] = *offset;
    }
    return offsets;
  }

  std::shared_ptr<MemoryLog::State> state_;
  IsolationLevel isolation_;
};

}  // namespace

std::unique_ptr<LogAdmin> MakeMemoryAdmin(std::shared_ptr<MemoryLog::State> state, IsolationLevel isolation) {
  return std::make_unique<MemoryAdmin>(std::move(state), isolation);
}

}  // namespace drey
