// The buffer of 'sink.buffer-flush': keeps the last record of each key until it is flushed (Flink's ReducingUpsertWriter).
//
// Flink's order inside a flush is that of a hash map and differs from process to process; here it is the order in which keys came.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/error.h"
#include "engine/types/row_batch.h"
#include "runtime/log/record_log.h"

namespace drey {

class ReducingBuffer {
 public:
  // Replaces what the buffer has for the record's key. The record is copied.
  void Put(const OutputRecord& record);
  // Distinct keys.
  size_t size() const { return records_.size(); }
  // Hands over all records and forgets them; stops at the first failure.
  absl::Status Drain(const std::function<absl::Status(const OutputRecord&)>& write);

 private:
  struct Header {
    std::string key;
    std::string value;
  };
  struct Record {
    std::string topic = {};
    int32_t partition = -1;
    std::optional<std::string> key = {};
    std::optional<std::string> value = {};
    std::vector<Header> headers = {};
    int64_t timestamp = -1;
  };

  std::vector<Record> records_;
  std::unordered_map<std::string, size_t> index_by_key_;
};

}  // namespace drey
