#include "runtime/connectors/kafka/reducing_buffer.h"

#include <utility>

#include "engine/base/text.h"

namespace drey {

void ReducingBuffer::Put(const OutputRecord& record) {
  Record copy = {.topic = std::string(record.topic), .partition = record.partition, .timestamp = record.timestamp};
  if (record.key) copy.key = *record.key;
  if (record.value) copy.value = *record.value;
  for (const RecordHeader& header : record.headers) copy.headers.push_back({std::string(header.key), std::string(*header.value)});

  // A null key is not an empty one.
  std::string index_key = record.key ? Concat("k", *record.key) : std::string();
  const auto [entry, is_new] = index_by_key_.try_emplace(std::move(index_key), records_.size());
  if (is_new) {
    records_.push_back(std::move(copy));
  } else {
    records_[entry->second] = std::move(copy);
  }
}

absl::Status ReducingBuffer::Drain(const std::function<absl::Status(const OutputRecord&)>& write) {
  const std::vector<Record> records = std::exchange(records_, {});
  index_by_key_.clear();
  std::vector<RecordHeader> headers;
  for (const Record& record : records) {
    headers.clear();
    for (const Header& header : record.headers) headers.push_back({header.key, header.value});
    DREY_RETURN_IF_ERROR(write({.topic = record.topic,
                                .partition = record.partition,
                                .key = record.key,
                                .value = record.value,
                                .headers = headers,
                                .timestamp = record.timestamp}));
  }
  return absl::OkStatus();
}

}  // namespace drey
