// How far a consumer reads ahead of what was taken from it, and what keeps it reading.
#pragma once

#include <librdkafka/rdkafka.h>

#include <cstddef>

#include "runtime/log/record_log.h"

namespace drey {

// Before 2.2.0 (fetch.queue.backoff.ms), librdkafka looks only once a second whether a full queue has room again: it delivers no
// more than one queue a second to whoever is slower than the broker. A request to the partitions' leaders makes it look at once;
// this sends a small one, unanswered, for every half queue that was taken. One reader's, used by its thread.
class FetchAhead {
 public:
  // What the consumer needs to be opened with.
  static ClientSettings Settings();

  // After `bytes` of `partitions`' records were taken from the queue.
  void Took(size_t bytes, rd_kafka_t* consumer, const PartitionOffsets& partitions);

 private:
  size_t taken_ = 0;  // since the last request
};

}  // namespace drey
