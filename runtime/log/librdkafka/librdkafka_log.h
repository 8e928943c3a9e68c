// Topics of a Kafka broker, through librdkafka: the only folder that knows that library.
//
// Every reader, writer and admin is a client of its own with its own connections, configured by its options' settings
// (runtime/connectors/kafka/client_properties.h makes them). Opening starts threads, and makes errors of the configuration known, such as
// a key store that cannot be read; the broker is contacted by the first call that needs it.
#pragma once

#include <memory>

#include "runtime/log/record_log.h"

namespace drey {

class LibrdkafkaLog : public RecordLog {
 public:
  absl::StatusOr<std::unique_ptr<LogAdmin>> OpenAdmin(const AdminOptions& options) override;
  absl::StatusOr<std::unique_ptr<LogReader>> OpenReader(const ReaderOptions& options) override;
  absl::StatusOr<std::unique_ptr<LogWriter>> OpenWriter(const WriterOptions& options) override;
};

}  // namespace drey
