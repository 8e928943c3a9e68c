#include <utility>

#include "runtime/log/local/local_folder.h"
#include "runtime/log/log_errors.h"

namespace drey {
namespace {

class LocalAdmin : public LogAdmin {
 public:
  LocalAdmin(std::shared_ptr<LocalFolder> folder, IsolationLevel isolation) : folder_(std::move(folder)), isolation_(isolation) {}

  absl::StatusOr<std::vector<TopicDescription>> ListTopics(absl::Time deadline) override {
    DREY_ASSIGN_OR_RETURN(const std::vector<std::string> names, folder_->TopicNames());
    std::vector<TopicDescription> topics;
    for (const std::string& name : names) {
      // A file that cannot be understood is a topic, too. Whoever asks for it gets the error, not whoever works with the others.
      absl::StatusOr<TopicDescription> topic = DescribeTopic(name, deadline);
      topics.push_back(topic.ok() ? *std::move(topic) : TopicDescription{name, 1});
    }
    return topics;
  }

  absl::StatusOr<TopicDescription> DescribeTopic(std::string_view topic, absl::Time) override {
    DREY_ASSIGN_OR_RETURN(const TopicExtent extent, folder_->Examine(topic, isolation_));
    return TopicDescription{std::string(topic), static_cast<int32_t>(extent.partitions.size())};
  }

  absl::StatusOr<PartitionOffsets> BeginningOffsets(std::span<const TopicPartition> partitions, absl::Time) override {
    return ForEach(partitions, [](const OffsetAssigner::Partition& partition) { return partition.beginning; });
  }

  absl::StatusOr<PartitionOffsets> EndOffsets(std::span<const TopicPartition> partitions, absl::Time) override {
    return ForEach(partitions, [](const OffsetAssigner::Partition& partition) { return partition.next; });
  }

  absl::StatusOr<PartitionOffsets> OffsetsForTimestamp(std::span<const TopicPartition> partitions, int64_t timestamp,
                                                       absl::Time deadline) override {
    DREY_ASSIGN_OR_RETURN(const PartitionOffsets beginnings, BeginningOffsets(partitions, deadline));
    DREY_ASSIGN_OR_RETURN(const PartitionOffsets ends, EndOffsets(partitions, deadline));
    const std::unique_ptr<LogReader> reader = MakeLocalReader(folder_, {.isolation_level = isolation_});
    std::vector<PartitionAssignment> assignments;
    for (const TopicPartition& id : partitions) assignments.push_back({id, beginnings.at(id), ends.at(id)});
    DREY_RETURN_IF_ERROR(reader->Assign(assignments));
    PartitionOffsets found;
    while (!reader->Finished()) {
      DREY_ASSIGN_OR_RETURN(const RecordBatch batch, reader->Poll(deadline, {}));
      for (const RecordView& record : batch.records) {
        if (record.timestamp >= timestamp) found.try_emplace({std::string(record.topic), record.partition}, record.offset);
      }
    }
    return found;
  }

  absl::StatusOr<GroupOffsets> CommittedOffsets(std::string_view group, std::span<const TopicPartition> partitions,
                                                absl::Time) override {
    DREY_ASSIGN_OR_RETURN(const GroupContent content, folder_->ReadGroup(group));
    GroupOffsets result;
    for (const TopicPartition& id : partitions) {
      const auto found = content.positions.find(id);
      if (found != content.positions.end()) result.insert(*found);
    }
    return result;
  }

  absl::Status CommitOffsets(std::string_view group, const GroupOffsets& offsets, absl::Time) override {
    return folder_->CommitGroup(group, offsets, {});
  }

  absl::Status CreateTopic(std::string_view topic, int32_t partition_count, const std::map<std::string, std::string>& configs,
                           absl::Time) override {
    if (!configs.empty()) return UnavailableError("local topics have no configs");
    return folder_->CreateTopic(topic, partition_count);
  }

 private:
  template <typename Function>
  absl::StatusOr<PartitionOffsets> ForEach(std::span<const TopicPartition> partitions, Function function) {
    std::map<std::string, TopicExtent> extents;
    PartitionOffsets offsets;
    for (const TopicPartition& id : partitions) {
      if (!extents.contains(id.topic)) {
        DREY_ASSIGN_OR_RETURN(extents[id.topic], folder_->Examine(id.topic, isolation_));
      }
      const TopicExtent& extent = extents[id.topic];
      const OffsetAssigner::Partition* partition = extent.Find(id.partition);
      if (partition == nullptr) return UnknownPartitionError(id, static_cast<int32_t>(extent.partitions.size()));
      offsets[id] = function(*partition);
    }
    return offsets;
  }

  std::shared_ptr<LocalFolder> folder_;
  IsolationLevel isolation_;
};

}  // namespace

std::unique_ptr<LogAdmin> MakeLocalAdmin(std::shared_ptr<LocalFolder> folder, IsolationLevel isolation) {
  return std::make_unique<LocalAdmin>(std::move(folder), isolation);
}

}  // namespace drey
