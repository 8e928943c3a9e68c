// Where a kafka source starts and ends in each partition: the scan options asked of the log (Flink's OffsetsInitializer classes).
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/error.h"
#include "runtime/connectors/kafka/kafka_plan.h"
#include "runtime/log/record_log.h"

namespace drey {

// The partitions of the topics that the table names, sorted. With a pattern: of all topics there are whose whole name matches, internal
// ones left out.
absl::StatusOr<std::vector<TopicPartition>> ListSubscribedPartitions(const KafkaTablePlan& plan, LogAdmin& admin,
                                                                     absl::Time deadline);

// Which of `parallelism` tasks reads the partition (Flink's KafkaSourceEnumerator.getSplitOwner).
int OwnerOf(const TopicPartition& partition, int parallelism);

// The offset at which each partition starts. `group` is the group.id in use; may be empty.
absl::StatusOr<PartitionOffsets> ResolveStartOffsets(const KafkaSourcePlan& plan, std::string_view group,
                                                     std::span<const TopicPartition> partitions, LogAdmin& admin,
                                                     absl::Time deadline);

// The offset at which each partition ends; kNoEndOffset for an unbounded source.
absl::StatusOr<PartitionOffsets> ResolveEndOffsets(const KafkaSourcePlan& plan, std::string_view group,
                                                   std::span<const TopicPartition> partitions, LogAdmin& admin,
                                                   absl::Time deadline);

// What the consumer does when an offset is out of range: the policy of the startup mode, as KafkaSourceBuilder sets it.
OffsetReset ResetOf(const KafkaSourcePlan& plan);

}  // namespace drey
