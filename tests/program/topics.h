// The topics of one broker, as a test sees them. What fails is a failure of the test.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/connectors/kafka/client_properties.h"
#include "runtime/log/librdkafka/librdkafka_log.h"

namespace drey {

class Topics {
 public:
  struct Record {
    std::optional<std::string> key = {};
    std::optional<std::string> value = {};
  };

  explicit Topics(const std::string& servers) : servers_(servers) {}

  void Create(const std::string& topic, int32_t partitions, const std::map<std::string, std::string>& configs = {});
  void Delete(const std::string& topic);
  void AddPartitions(const std::string& topic, int32_t new_count);
  void Write(const std::string& topic, int32_t partition, const std::vector<Record>& records);
  // All records, by partition and offset: "PARTITION KEY VALUE". Committed ones only.
  std::vector<std::string> Read(const std::string& topic);
  // Waits until the first partition of the topic ends at this offset or behind it.
  void AwaitRecords(const std::string& topic, int64_t count);
  // Waits until Read has so many.
  void AwaitCommitted(const std::string& topic, size_t count);

 private:
  ClientSettings Settings(ClientRole role) const;

  std::string servers_;
  LibrdkafkaLog log_;
};

}  // namespace drey
