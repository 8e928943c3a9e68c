#include "runtime/connectors/kafka/kafka_offsets.h"

#include <algorithm>
#include <string>

#include "engine/base/text.h"
#include "engine/types/hash_map_order.h"

namespace drey {
namespace {

// Flink's markers among specific offsets (KafkaPartitionSplit).
constexpr int64_t kLatestMarker = -1;
constexpr int64_t kEarliestMarker = -2;
constexpr int64_t kCommittedMarker = -3;

absl::Status JobFailure(std::string_view message, std::string_view flink_class, std::string_view hint = {}) {
  return MakeError({.kind = ErrorKind::kJobFailed, .hint = std::string(hint), .flink_class = std::string(flink_class)}, message);
}

std::string Name(const TopicPartition& partition) { return Concat(partition.topic, "-", partition.partition); }

// One resolution: the questions it asks and their common arguments.
class OffsetQuestions {
 public:
  OffsetQuestions(std::string_view group, LogAdmin& admin, absl::Time deadline)
      : group_(group), admin_(admin), deadline_(deadline) {}

  absl::StatusOr<PartitionOffsets> Beginning(std::span<const TopicPartition> partitions) {
    if (partitions.empty()) return PartitionOffsets();
    return admin_.BeginningOffsets(partitions, deadline_);
  }

  absl::StatusOr<PartitionOffsets> End(std::span<const TopicPartition> partitions) {
    if (partitions.empty()) return PartitionOffsets();
    return admin_.EndOffsets(partitions, deadline_);
  }

  // The end where no record is that young. The end is asked first, so that nothing is missed.
  absl::StatusOr<PartitionOffsets> AtTimestamp(std::span<const TopicPartition> partitions, int64_t timestamp) {
    DREY_ASSIGN_OR_RETURN(PartitionOffsets offsets, End(partitions));
    DREY_ASSIGN_OR_RETURN(const PartitionOffsets found, admin_.OffsetsForTimestamp(partitions, timestamp, deadline_));
    for (const auto& [partition, offset] : found) offsets[partition] = offset;
    return offsets;
  }

  // Without the partitions that have none.
  absl::StatusOr<PartitionOffsets> Committed(std::span<const TopicPartition> partitions) {
    if (partitions.empty()) return PartitionOffsets();
    DREY_ASSIGN_OR_RETURN(const GroupOffsets committed, admin_.CommittedOffsets(group_, partitions, deadline_));
    PartitionOffsets offsets;
    for (const auto& [partition, offset] : committed) offsets[partition] = offset.offset;
    return offsets;
  }

  absl::StatusOr<PartitionOffsets> CommittedOrReset(std::span<const TopicPartition> partitions, OffsetReset reset) {
    DREY_ASSIGN_OR_RETURN(PartitionOffsets offsets, Committed(partitions));
    const std::vector<TopicPartition> missing = Missing(partitions, offsets);
    if (missing.empty()) return offsets;
    if (reset == OffsetReset::kNone) {
      std::vector<std::string> names;
      for (const TopicPartition& partition : missing) names.push_back(Name(partition));
      return JobFailure(Concat("Undefined offset with no reset policy for partitions: [", Join(names, ", "), "]"),
                        "org.apache.kafka.clients.consumer.NoOffsetForPartitionException",
                        "set 'properties.auto.offset.reset' to earliest or latest, or another 'scan.startup.mode'");
    }
    DREY_ASSIGN_OR_RETURN(const PartitionOffsets others, reset == OffsetReset::kEarliest ? Beginning(missing) : End(missing));
    offsets.insert(others.begin(), others.end());
    return offsets;
  }

  // SpecifiedOffsetsInitializer: partitions without entry start where the group has committed, else at their beginning.
  absl::StatusOr<PartitionOffsets> Specified(std::span<const TopicPartition> partitions,
                                             const std::map<int32_t, int64_t>& specified) {
    PartitionOffsets offsets;
    for (const TopicPartition& partition : partitions) {
      const auto entry = specified.find(partition.partition);
      if (entry != specified.end()) offsets[partition] = entry->second;
    }
    const std::vector<TopicPartition> missing = Missing(partitions, offsets);
    if (missing.empty()) return offsets;
    if (group_.empty()) {
      return JobFailure("Unexpected size of key set: expected >= 1, but got 0", "java.lang.IllegalArgumentException",
                        Concat("partition ", missing.front().partition, " of topic ", missing.front().topic,
                               " has no entry among the specific offsets, and there is no 'properties.group.id'"));
    }
    DREY_ASSIGN_OR_RETURN(const PartitionOffsets others, CommittedOrReset(missing, OffsetReset::kEarliest));
    offsets.insert(others.begin(), others.end());
    return offsets;
  }

  static std::vector<TopicPartition> Missing(std::span<const TopicPartition> partitions, const PartitionOffsets& offsets) {
    std::vector<TopicPartition> missing;
    for (const TopicPartition& partition : partitions) {
      if (!offsets.contains(partition)) missing.push_back(partition);
    }
    return missing;
  }

 private:
  std::string_view group_;
  LogAdmin& admin_;
  absl::Time deadline_;
};

// Replaces the markers among starting offsets by what they stand for.
absl::Status ResolveStartMarkers(OffsetQuestions& questions, OffsetReset reset, PartitionOffsets& offsets) {
  for (auto& [partition, offset] : offsets) {
    if (offset >= 0) continue;
    const std::span<const TopicPartition> one(&partition, 1);
    PartitionOffsets resolved;
    if (offset == kEarliestMarker) {
      DREY_ASSIGN_OR_RETURN(resolved, questions.Beginning(one));
    } else if (offset == kLatestMarker) {
      DREY_ASSIGN_OR_RETURN(resolved, questions.End(one));
    } else if (offset == kCommittedMarker) {
      DREY_ASSIGN_OR_RETURN(resolved, questions.CommittedOrReset(one, reset));
    } else {
      // Flink's message names the markers of earliest and latest the wrong way round.
      return JobFailure(Concat("Invalid starting offset ", offset, " is specified for partition ", Name(partition),
                               ". It should either be non-negative or be one of the [-1(earliest), -2(latest), -3(committed)]."),
                        "org.apache.flink.util.FlinkRuntimeException");
    }
    offset = resolved.at(partition);
  }
  return absl::OkStatus();
}

absl::StatusOr<PartitionOffsets> CommittedEnds(OffsetQuestions& questions, std::string_view group,
                                               std::span<const TopicPartition> partitions) {
  DREY_ASSIGN_OR_RETURN(PartitionOffsets offsets, questions.Committed(partitions));
  const std::vector<TopicPartition> missing = OffsetQuestions::Missing(partitions, offsets);
  if (missing.empty()) return offsets;
  return JobFailure(Concat("Partition ", Name(missing.front()),
                           " should stop at committed offset. But there is no committed offset of this partition for group ", group),
                    "java.lang.NullPointerException");
}

absl::Status ResolveEndMarkers(OffsetQuestions& questions, std::string_view group, PartitionOffsets& offsets) {
  for (auto& [partition, offset] : offsets) {
    if (offset >= 0) continue;
    const std::span<const TopicPartition> one(&partition, 1);
    PartitionOffsets resolved;
    if (offset == kLatestMarker) {
      DREY_ASSIGN_OR_RETURN(resolved, questions.End(one));
    } else if (offset == kCommittedMarker) {
      DREY_ASSIGN_OR_RETURN(resolved, CommittedEnds(questions, group, one));
    } else {
      return JobFailure(Concat("Illegal stopping offset ", offset, " is specified for partition ", Name(partition),
                               ". It should either be non-negative or be one of the [-1(latest), -3(committed), "
                               "-9223372036854775808(Long.MIN_VALUE, no_stopping_offset)]."),
                        "org.apache.flink.util.FlinkRuntimeException");
    }
    offset = resolved.at(partition);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<TopicPartition>> ListSubscribedPartitions(const KafkaTablePlan& plan, LogAdmin& admin,
                                                                     absl::Time deadline) {
  std::vector<TopicDescription> topics;
  if (plan.pattern) {
    DREY_ASSIGN_OR_RETURN(topics, admin.ListTopics(deadline));
    std::erase_if(topics, [&](const TopicDescription& topic) { return topic.internal || !plan.pattern->Matches(topic.name); });
  } else {
    std::vector<std::string> names = *plan.options.topics;
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (const std::string& name : names) {
      DREY_ASSIGN_OR_RETURN(TopicDescription topic, admin.DescribeTopic(name, deadline));
      topics.push_back(std::move(topic));
    }
  }
  std::vector<TopicPartition> partitions;
  for (const TopicDescription& topic : topics) {
    for (int32_t partition = 0; partition < topic.partition_count; ++partition) partitions.push_back({topic.name, partition});
  }
  return partitions;
}

int OwnerOf(const TopicPartition& partition, int parallelism) {
  const uint32_t start = (static_cast<uint32_t>(HashOfJavaString(partition.topic)) * 31U & 0x7FFFFFFFU) %
                         static_cast<uint32_t>(parallelism);
  return static_cast<int>((start + static_cast<uint32_t>(partition.partition)) % static_cast<uint32_t>(parallelism));
}

absl::StatusOr<PartitionOffsets> ResolveStartOffsets(const KafkaSourcePlan& plan, std::string_view group,
                                                     std::span<const TopicPartition> partitions, LogAdmin& admin,
                                                     absl::Time deadline) {
  OffsetQuestions questions(group, admin, deadline);
  switch (plan.startup_mode) {
    case StartupMode::kEarliestOffset:
      return questions.Beginning(partitions);
    case StartupMode::kLatestOffset:
      return questions.End(partitions);
    case StartupMode::kTimestamp:
      return questions.AtTimestamp(partitions, *plan.options.startup_timestamp_millis);
    case StartupMode::kGroupOffsets:
      return questions.CommittedOrReset(partitions, plan.reset);
    case StartupMode::kSpecificOffsets:
      break;
  }
  DREY_ASSIGN_OR_RETURN(PartitionOffsets offsets, questions.Specified(partitions, plan.startup_offsets));
  DREY_RETURN_IF_ERROR(ResolveStartMarkers(questions, OffsetReset::kEarliest, offsets));
  return offsets;
}

absl::StatusOr<PartitionOffsets> ResolveEndOffsets(const KafkaSourcePlan& plan, std::string_view group,
                                                   std::span<const TopicPartition> partitions, LogAdmin& admin,
                                                   absl::Time deadline) {
  OffsetQuestions questions(group, admin, deadline);
  PartitionOffsets offsets;
  switch (plan.bounded_mode) {
    case BoundedMode::kUnbounded:
      for (const TopicPartition& partition : partitions) offsets[partition] = kNoEndOffset;
      return offsets;
    case BoundedMode::kLatestOffset:
      return questions.End(partitions);
    case BoundedMode::kTimestamp:
      return questions.AtTimestamp(partitions, *plan.options.bounded_timestamp_millis);
    case BoundedMode::kGroupOffsets:
      return CommittedEnds(questions, group, partitions);
    case BoundedMode::kSpecificOffsets:
      break;
  }
  DREY_ASSIGN_OR_RETURN(offsets, questions.Specified(partitions, plan.bounded_offsets));
  DREY_RETURN_IF_ERROR(ResolveEndMarkers(questions, group, offsets));
  return offsets;
}

OffsetReset ResetOf(const KafkaSourcePlan& plan) {
  switch (plan.startup_mode) {
    case StartupMode::kEarliestOffset:
    case StartupMode::kSpecificOffsets:
      return OffsetReset::kEarliest;
    case StartupMode::kLatestOffset:
    case StartupMode::kTimestamp:
      return OffsetReset::kLatest;
    case StartupMode::kGroupOffsets:
      return plan.reset;
  }
  return OffsetReset::kNone;
}

}  // namespace drey
