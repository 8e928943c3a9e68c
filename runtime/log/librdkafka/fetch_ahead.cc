#include "runtime/log/librdkafka/fetch_ahead.h"

#include "engine/base/text.h"
#include "runtime/log/librdkafka/client.h"

namespace drey {
namespace {

constexpr size_t kQueueBytes = size_t{8} << 20;
// Bytes bound the queue; this is the most that can be set.
constexpr std::string_view kQueueMessages = "10000000";

bool LooksAgain() { return rd_kafka_version() >= 0x02020000; }

}  // namespace

ClientSettings FetchAhead::Settings() {
  ClientSettings settings = {{"queued.max.messages.kbytes", Concat(kQueueBytes / 1024)},
                             {"queued.min.messages", std::string(kQueueMessages)}};
  if (LooksAgain()) settings.emplace_back("fetch.queue.backoff.ms", "5");
  return settings;
}

void FetchAhead::Took(size_t bytes, rd_kafka_t* consumer, const PartitionOffsets& partitions) {
  taken_ += bytes;
  if (taken_ < kQueueBytes / 2 || LooksAgain()) return;
  taken_ = 0;
  const UniquePartitions asked(rd_kafka_topic_partition_list_new(static_cast<int>(partitions.size())));
  for (const auto& [id, position] : partitions) {
    rd_kafka_topic_partition_list_add(asked.get(), id.topic.c_str(), id.partition)->offset = RD_KAFKA_OFFSET_END;
  }
  // Without time to wait for, the answer is always that there was none.
  (void)rd_kafka_offsets_for_times(consumer, asked.get(), 0);
}

}  // namespace drey
