// The options of kafka and upsert-kafka tables as typed values, and the checks that Flink's KafkaConnectorOptionsUtil makes on them.
//
// Reading and checking are apart because Flink reports in a fixed order: formats, required options, values, unsupported options, and
// then the checks, which differ for sources and sinks. All errors are Flink's innermost message with the place of the option.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/catalog/catalog_table.h"
#include "engine/catalog/option_reader.h"
#include "runtime/connectors/kafka/client_properties.h"

namespace drey {

// Of the options that are properties of the Kafka client.
inline constexpr std::string_view kPropertiesPrefix = "properties.";

enum class KafkaConnector : uint8_t { kKafka, kUpsertKafka };

// "kafka" or "upsert-kafka".
std::string_view ToString(KafkaConnector connector);

enum class StartupMode : uint8_t { kEarliestOffset, kLatestOffset, kGroupOffsets, kTimestamp, kSpecificOffsets };
enum class BoundedMode : uint8_t { kUnbounded, kLatestOffset, kGroupOffsets, kTimestamp, kSpecificOffsets };
enum class DeliveryGuarantee : uint8_t { kNone, kAtLeastOnce, kExactlyOnce };
enum class ValueFields : uint8_t { kAll, kExceptKey };

// As the options write them: "earliest-offset", "at-least-once" …
std::string_view ToString(StartupMode mode);
std::string_view ToString(BoundedMode mode);
std::string_view ToString(DeliveryGuarantee guarantee);

struct KafkaOptions {
  KafkaConnector connector = KafkaConnector::kKafka;
  std::optional<std::vector<std::string>> topics = {};
  std::optional<std::string> topic_pattern = {};
  std::optional<std::string> format = {};
  std::optional<std::string> key_format = {};
  std::optional<std::string> value_format = {};
  // Of upsert-kafka: the primary key.
  std::optional<std::vector<std::string>> key_fields = {};
  std::optional<std::string> key_fields_prefix = {};
  ValueFields value_fields = ValueFields::kAll;
  std::optional<StartupMode> startup_mode = {};
  std::optional<std::string> startup_specific_offsets = {};
  std::optional<int64_t> startup_timestamp_millis = {};
  std::optional<BoundedMode> bounded_mode = {};
  std::optional<std::string> bounded_specific_offsets = {};
  std::optional<int64_t> bounded_timestamp_millis = {};
  // Zero: no discovery.
  absl::Duration discovery_interval = absl::Minutes(5);
  std::optional<int32_t> scan_parallelism = {};
  std::optional<int32_t> sink_parallelism = {};
  std::optional<std::string> sink_partitioner = {};
  DeliveryGuarantee delivery_guarantee = DeliveryGuarantee::kAtLeastOnce;
  bool names_guarantee = false;  // the table says which, if only by a deprecated option
  std::optional<std::string> transactional_id_prefix = {};
  // The deprecated 'sink.semantic', as written.
  std::optional<std::string> sink_semantic = {};
  int32_t flush_max_rows = 0;
  absl::Duration flush_interval = absl::ZeroDuration();
  std::vector<ClientProperty> properties = {};

  // Null where the table does not set the property.
  const ClientProperty* FindProperty(std::string_view name) const;
};

// Declares the connector's options for `version` and reads their values. The reader must have seen the formats before.
absl::StatusOr<KafkaOptions> ReadKafkaOptions(const OptionReader& reader, KafkaConnector connector, FlinkVersion version);

// 'topic' and 'topic-pattern': exactly one.
absl::Status CheckTopics(const OptionReader& reader);
absl::Status CheckStartupMode(const OptionReader& reader, const KafkaOptions& options);
absl::Status CheckBoundedMode(const OptionReader& reader, const KafkaOptions& options);
absl::Status CheckPartitioner(const OptionReader& reader, const KafkaOptions& options);
absl::Status CheckDeliveryGuarantee(const OptionReader& reader, const KafkaOptions& options);
absl::Status CheckFlushOptions(const OptionReader& reader, const KafkaOptions& options);

// 'sink.semantic' wins over 'sink.delivery-guarantee'.
absl::StatusOr<DeliveryGuarantee> EffectiveDeliveryGuarantee(const OptionReader& reader, const KafkaOptions& options);

// "partition:0,offset:42;partition:1,offset:300" as partition → offset.
absl::StatusOr<std::map<int32_t, int64_t>> ParseSpecificOffsets(std::string_view text, std::string_view key, SourceRange range);

// Indexes into the physical columns of what the key and the value hold, each in the order of the message's fields.
struct KeyValueProjections {
  std::vector<size_t> key = {};
  std::vector<size_t> value = {};
};
absl::StatusOr<KeyValueProjections> ProjectKeyAndValue(const OptionReader& reader, const KafkaOptions& options,
                                                       const LogicalType& physical_row);

// Flink's ValidationException.
absl::Status KafkaValidationError(std::string_view message, SourceRange range = {}, std::string_view hint = {});

}  // namespace drey
