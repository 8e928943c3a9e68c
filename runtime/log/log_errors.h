// Failures that every log reports in the same words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "runtime/log/record_log.h"

namespace drey {

// The hint says which topic may have been meant and lists those there are. `place` is where they were looked for: a folder or servers.
absl::Status UnknownTopicError(std::string_view topic, std::string_view place, const std::vector<std::string>& topics);
absl::Status UnknownPartitionError(const TopicPartition& partition, int32_t partition_count);
absl::Status OffsetOutOfRangeError(const TopicPartition& partition, int64_t offset, int64_t beginning, int64_t end);
absl::Status FencedError(std::string_view transactional_id);
absl::Status NoGroupError();
absl::Status NotTransactionalError(std::string_view call);

// "my_topic-3", as Kafka writes a partition.
std::string ToString(const TopicPartition& partition);

}  // namespace drey
