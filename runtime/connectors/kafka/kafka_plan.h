// What a kafka or upsert-kafka table is to a job after its options were checked: all that a source or sink needs to open.
//
// Making one happens in the two steps of TableFactory: Validate… is what Flink's table factories check, Prepare… what Flink finds when
// it builds the job (KafkaDynamicSource.getScanRuntimeProvider, KafkaSourceBuilder, KafkaDynamicSink.getSinkRuntimeProvider).
// Plans are immutable afterwards.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/connector/table_factory.h"
#include "engine/formats/format.h"
#include "runtime/connectors/kafka/kafka_metadata.h"
#include "runtime/connectors/kafka/kafka_options.h"
#include "runtime/connectors/kafka/topic_pattern.h"
#include "runtime/log/record_log.h"

namespace drey {

// What sources and sinks have in common.
struct KafkaTablePlan {
  std::string table = {};           // full identifier
  std::string integration_id = {};  // see CatalogTable
  FlinkVersion version = FlinkVersion::k1_20;
  KafkaOptions options = {};
  std::optional<TopicPattern> pattern = {};
  LogicalType physical_row = {};
  KeyValueProjections projections = {};
  // The rows of the messages.
  LogicalType key_row = {};
  LogicalType value_row = {};
  // Behind the physical columns, in this order.
  std::vector<std::string> metadata_keys = {};

  bool upsert() const { return options.connector == KafkaConnector::kUpsertKafka; }
};

struct KafkaSourcePlan : KafkaTablePlan {
  std::optional<DecodingFormat> key_format = {};
  DecodingFormat value_format = {};
  StartupMode startup_mode = StartupMode::kGroupOffsets;
  BoundedMode bounded_mode = BoundedMode::kUnbounded;
  std::map<int32_t, int64_t> startup_offsets = {};
  std::map<int32_t, int64_t> bounded_offsets = {};
  // Where a partition without committed offset starts, for startup mode group-offsets.
  OffsetReset reset = OffsetReset::kNone;
  // Of metadata_keys: the value format's, without "value."; and behind them the record's.
  std::vector<std::string> format_metadata = {};
  std::vector<RecordMetadata> record_metadata = {};
};

enum class Partitioner : uint8_t {
  kDefault,  // the Kafka producer decides; round-robin is the same
  kFixed,    // all records of a sink task go to one partition
};

struct KafkaSinkPlan : KafkaTablePlan {
  std::optional<EncodingFormat> key_format = {};
  EncodingFormat value_format = {};
  DeliveryGuarantee guarantee = DeliveryGuarantee::kAtLeastOnce;
  Partitioner partitioner = Partitioner::kDefault;
  // Cells of writable metadata in a row; nothing where the table does not have the column.
  std::optional<size_t> topic_cell = {};
  std::optional<size_t> headers_cell = {};
  std::optional<size_t> timestamp_cell = {};
};

absl::StatusOr<KafkaSourcePlan> ValidateKafkaSource(const TableFactoryRequest& request, KafkaConnector connector);
absl::Status PrepareKafkaSource(const TableFactoryRequest& request, KafkaSourcePlan& plan);

absl::StatusOr<KafkaSinkPlan> ValidateKafkaSink(const TableFactoryRequest& request, KafkaConnector connector);
absl::Status PrepareKafkaSink(const TableFactoryRequest& request, KafkaSinkPlan& plan);

}  // namespace drey
