// Where records without an explicit partition go, as with Kafka's Java producer (org.apache.kafka.common.utils.Utils.murmur2,
// BuiltInPartitioner). Used by the logs that have no client library of their own for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace drey {

// MurmurHash2 as the Java client computes it.
int32_t Murmur2(std::string_view key);

// The partition of a record with this key.
int32_t PartitionForKey(std::string_view key, int32_t partition_count);

// Chooses partitions for one topic. Records without key stay on one partition until a batch's worth of bytes (batch.size, 16384) is there,
// then go to the next one. The Java client takes a random one instead; a fixed order serves tests.
class DefaultPartitioner {
 public:
  int32_t Choose(std::optional<std::string_view> key, size_t record_bytes, int32_t partition_count);

 private:
  int32_t sticky_ = 0;
  size_t sticky_bytes_ = 0;
};

}  // namespace drey
