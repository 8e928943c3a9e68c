#include "runtime/connectors/kafka/kafka_options.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "engine/base/flink_error.h"
#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/types/java_integer.h"

namespace drey {
namespace {


// In the order of the enums.
constexpr std::array<std::string_view, 5> kStartupModes = {"earliest-offset", "latest-offset", "group-offsets", "timestamp",
                                                           "specific-offsets"};
constexpr std::array<std::string_view, 5> kBoundedModes = {"unbounded", "latest-offset", "group-offsets", "timestamp",
                                                           "specific-offsets"};
constexpr std::array<std::string_view, 2> kValueFields = {"ALL", "EXCEPT_KEY"};
constexpr std::array<std::string_view, 3> kDeliveryGuarantees = {"none", "at-least-once", "exactly-once"};
// In the order of Flink's enum, which its message shows.
constexpr std::array<std::string_view, 3> kDeliveryGuaranteesOfFlink = {"exactly-once", "at-least-once", "none"};
constexpr std::array<std::string_view, 2> kNamingStrategies = {"INCREMENTING", "POOLING"};

constexpr std::string_view kOptionsClass = "org.apache.flink.streaming.connectors.kafka.table.KafkaConnectorOptions$";

template <typename Enum>
absl::Status ReadEnum(const OptionReader& reader, std::string_view key, std::span<const std::string_view> names,
                      std::string_view java_class, std::optional<Enum>& result) {
  DREY_ASSIGN_OR_RETURN(const std::optional<std::string> name, reader.GetEnum(key, names, java_class));
  if (!name) return absl::OkStatus();
  const auto found = std::find(names.begin(), names.end(), *name);
  result = static_cast<Enum>(found - names.begin());
  return absl::OkStatus();
}

absl::Status ReadKeyAndValueOptions(const OptionReader& reader, KafkaConnector connector, KafkaOptions& options) {
  DREY_ASSIGN_OR_RETURN(options.topics, reader.GetList("topic"));
  options.topic_pattern = reader.GetString("topic-pattern");
  options.key_format = reader.GetString("key.format");
  options.value_format = reader.GetString("value.format");
  if (connector == KafkaConnector::kKafka) {
    options.format = reader.GetString("format");
    DREY_ASSIGN_OR_RETURN(options.key_fields, reader.GetList("key.fields"));
  }
  options.key_fields_prefix = reader.GetString("key.fields-prefix");
  std::optional<ValueFields> value_fields;
  DREY_RETURN_IF_ERROR(ReadEnum(reader, "value.fields-include", kValueFields, Concat(kOptionsClass, "ValueFieldsStrategy"),
                                value_fields));
  options.value_fields = value_fields.value_or(ValueFields::kAll);
  return absl::OkStatus();
}

absl::Status ReadScanOptions(const OptionReader& reader, KafkaConnector connector, FlinkVersion version, KafkaOptions& options) {
  if (connector == KafkaConnector::kKafka) {
    DREY_RETURN_IF_ERROR(ReadEnum(reader, "scan.startup.mode", kStartupModes, Concat(kOptionsClass, "ScanStartupMode"),
                                  options.startup_mode));
    options.startup_specific_offsets = reader.GetString("scan.startup.specific-offsets");
    DREY_ASSIGN_OR_RETURN(options.startup_timestamp_millis, reader.GetLong("scan.startup.timestamp-millis"));
    DREY_ASSIGN_OR_RETURN(const std::optional<absl::Duration> interval,
                          reader.GetDuration("scan.topic-partition-discovery.interval"));
    if (interval) options.discovery_interval = *interval;
  }
  DREY_RETURN_IF_ERROR(ReadEnum(reader, "scan.bounded.mode", kBoundedModes, Concat(kOptionsClass, "ScanBoundedMode"),
                                options.bounded_mode));
  options.bounded_specific_offsets = reader.GetString("scan.bounded.specific-offsets");
  DREY_ASSIGN_OR_RETURN(options.bounded_timestamp_millis, reader.GetLong("scan.bounded.timestamp-millis"));
  if (version == FlinkVersion::k2_3) {
    DREY_ASSIGN_OR_RETURN(options.scan_parallelism, reader.GetInt("scan.parallelism"));
  }
  return absl::OkStatus();
}

absl::Status ReadSinkOptions(const OptionReader& reader, KafkaConnector connector, FlinkVersion version, KafkaOptions& options) {
  DREY_ASSIGN_OR_RETURN(options.sink_parallelism, reader.GetInt("sink.parallelism"));
  DREY_ASSIGN_OR_RETURN(const std::optional<std::string> guarantee,
                        reader.GetEnum("sink.delivery-guarantee", kDeliveryGuaranteesOfFlink,
                                       "org.apache.flink.connector.base.DeliveryGuarantee"));
  if (guarantee) {
    const auto found = std::find(kDeliveryGuarantees.begin(), kDeliveryGuarantees.end(), *guarantee);
    options.delivery_guarantee = static_cast<DeliveryGuarantee>(found - kDeliveryGuarantees.begin());
    options.names_guarantee = true;
  }
  options.transactional_id_prefix = reader.GetString("sink.transactional-id-prefix");
  // The strategy chooses among ids that nobody but Flink's own writers looks at: any strategy gives the same records.
  if (version == FlinkVersion::k2_3) {
    DREY_RETURN_IF_ERROR(reader.GetEnum("sink.transaction-naming-strategy", kNamingStrategies,
                                        "org.apache.flink.connector.kafka.sink.TransactionNamingStrategy")
                             .status());
  }
  if (connector == KafkaConnector::kKafka) {
    options.sink_partitioner = reader.GetString("sink.partitioner");
    options.sink_semantic = reader.GetString("sink.semantic");
    options.names_guarantee |= options.sink_semantic.has_value();
    return absl::OkStatus();
  }
  DREY_ASSIGN_OR_RETURN(const std::optional<int32_t> max_rows, reader.GetInt("sink.buffer-flush.max-rows"));
  DREY_ASSIGN_OR_RETURN(const std::optional<absl::Duration> interval, reader.GetDuration("sink.buffer-flush.interval"));
  options.flush_max_rows = max_rows.value_or(0);
  options.flush_interval = absl::Trunc(interval.value_or(absl::ZeroDuration()), absl::Milliseconds(1));
  return absl::OkStatus();
}

void ReadProperties(const OptionReader& reader, KafkaConnector connector, KafkaOptions& options) {
  reader.DeclarePrefix(kPropertiesPrefix);
  if (connector == KafkaConnector::kKafka) reader.Declare("properties.group.id");
  for (const TableOption& option : reader.options().all()) {
    if (!option.key.starts_with(kPropertiesPrefix)) continue;
    options.properties.push_back({.name = option.key.substr(kPropertiesPrefix.size()),
                                  .value = option.value,
                                  .name_range = option.key_range,
                                  .value_range = option.value_range,
                                  .origin = option.origin});
  }
}

bool IsSingleTopic(const KafkaOptions& options) { return options.topics && options.topics->size() == 1; }

struct OffsetsOption {
  std::string_view key;
  const std::optional<std::string>& value;
};

absl::Status CheckSpecificOffsets(const OptionReader& reader, const KafkaOptions& options, const OffsetsOption& offsets,
                                  std::string_view mode_key, std::string_view kind_of_mode) {
  if (!offsets.value) {
    return KafkaValidationError(
        Concat("'", offsets.key, "' is required in 'specific-offsets' ", kind_of_mode, " mode but missing."),
        reader.RangeOf(mode_key));
  }
  if (!IsSingleTopic(options)) {
    return KafkaValidationError("Currently Kafka source only supports specific offset for single topic.",
                                reader.RangeOf(mode_key));
  }
  return ParseSpecificOffsets(*offsets.value, offsets.key, reader.RangeOf(offsets.key)).status();
}

absl::Status MissingTimestamp(const OptionReader& reader, std::string_view key, std::string_view mode_key,
                              std::string_view kind_of_mode) {
  return KafkaValidationError(Concat("'", key, "' is required in 'timestamp' ", kind_of_mode, " mode but missing."),
                              reader.RangeOf(mode_key));
}

// String.split(separator) of Java: empty pieces at the end are dropped, unless the text is empty.
std::vector<std::string_view> JavaSplit(std::string_view text, char separator) {
  std::vector<std::string_view> pieces = Split(text, separator);
  if (pieces.size() == 1) return pieces;
  while (!pieces.empty() && pieces.back().empty()) pieces.pop_back();
  return pieces;
}

absl::Status NotANumber(std::string_view text, SourceRange range) {
  return WithFlinkClass(InvalidError(Concat("For input string: \"", text, "\""), range), kNumberFormatException);
}

template <typename Integer>
absl::StatusOr<Integer> ParseOffsetNumber(std::string_view text, SourceRange range) {
  const std::optional<Integer> value = ParseJavaInteger<Integer>(text);
  if (!value) return NotANumber(text, range);
  return *value;
}

absl::StatusOr<std::vector<size_t>> ProjectKey(const OptionReader& reader, const KafkaOptions& options,
                                               const LogicalType& physical_row) {
  if (!options.key_format && options.key_fields) {
    return KafkaValidationError("The option 'key.fields' can only be declared if a key format is defined using 'key.format'.",
                                reader.RangeOf("key.fields"));
  }
  if (options.key_format && (!options.key_fields || options.key_fields->empty())) {
    return KafkaValidationError(
        "A key format 'key.format' requires the declaration of one or more of key fields using 'key.fields'.",
        reader.RangeOf("key.format"));
  }
  std::vector<size_t> projection;
  if (!options.key_format) return projection;
  std::vector<std::string> names;
  for (const RowField& field : physical_row.fields()) names.push_back(field.name);
  const std::string prefix = options.key_fields_prefix.value_or("");
  for (const std::string& key_field : *options.key_fields) {
    const auto found = std::find(names.begin(), names.end(), key_field);
    if (found == names.end()) {
      return KafkaValidationError(
          Concat("Could not find the field '", key_field,
                 "' in the table schema for usage in the key format. A key field must be a regular, physical column. The following "
                 "columns can be selected in the 'key.fields' option:\n[",
                 Join(names, ", "), "]"),
          reader.RangeOf("key.fields"), DidYouMean(key_field, names));
    }
    if (!key_field.starts_with(prefix)) {
      return KafkaValidationError(Concat("All fields in 'key.fields' must be prefixed with '", prefix,
                                         "' when option 'key.fields-prefix' is set but field '", key_field, "' is not prefixed."),
                                  reader.RangeOf("key.fields-prefix"));
    }
    projection.push_back(static_cast<size_t>(found - names.begin()));
  }
  return projection;
}

}  // namespace

std::string_view ToString(KafkaConnector connector) {
  return connector == KafkaConnector::kKafka ? "kafka" : "upsert-kafka";
}

std::string_view ToString(StartupMode mode) { return kStartupModes[static_cast<size_t>(mode)]; }
std::string_view ToString(BoundedMode mode) { return kBoundedModes[static_cast<size_t>(mode)]; }
std::string_view ToString(DeliveryGuarantee guarantee) { return kDeliveryGuarantees[static_cast<size_t>(guarantee)]; }

absl::Status KafkaValidationError(std::string_view message, SourceRange range, std::string_view hint) {
  return WithFlinkClass(InvalidError(message, range, hint), kValidationException);
}

const ClientProperty* KafkaOptions::FindProperty(std::string_view name) const {
  for (const ClientProperty& property : properties) {
    if (property.name == name) return &property;
  }
  return nullptr;
}

absl::StatusOr<KafkaOptions> ReadKafkaOptions(const OptionReader& reader, KafkaConnector connector, FlinkVersion version) {
  KafkaOptions options;
  options.connector = connector;
  reader.Require("properties.bootstrap.servers");
  if (connector == KafkaConnector::kUpsertKafka) {
    reader.Require("key.format");
    reader.Require("value.format");
  }
  DREY_RETURN_IF_ERROR(reader.CheckRequired());
  DREY_RETURN_IF_ERROR(ReadKeyAndValueOptions(reader, connector, options));
  DREY_RETURN_IF_ERROR(ReadScanOptions(reader, connector, version, options));
  DREY_RETURN_IF_ERROR(ReadSinkOptions(reader, connector, version, options));
  ReadProperties(reader, connector, options);
  DREY_RETURN_IF_ERROR(reader.DeclareTableOptions());
  DREY_RETURN_IF_ERROR(reader.CheckNothingLeft());
  return options;
}

absl::Status CheckTopics(const OptionReader& reader) {
  const TableOption* topic = reader.Peek("topic");
  const TableOption* pattern = reader.Peek("topic-pattern");
  if (topic != nullptr && pattern != nullptr) {
    return KafkaValidationError("Option 'topic' and 'topic-pattern' shouldn't be set together.", pattern->key_range);
  }
  if (topic == nullptr && pattern == nullptr) return KafkaValidationError("Either 'topic' or 'topic-pattern' must be set.");
  return absl::OkStatus();
}

absl::Status CheckStartupMode(const OptionReader& reader, const KafkaOptions& options) {
  if (options.startup_mode == StartupMode::kTimestamp && !options.startup_timestamp_millis) {
    return MissingTimestamp(reader, "scan.startup.timestamp-millis", "scan.startup.mode", "startup");
  }
  if (options.startup_mode == StartupMode::kSpecificOffsets) {
    return CheckSpecificOffsets(reader, options, {"scan.startup.specific-offsets", options.startup_specific_offsets},
                                "scan.startup.mode", "startup");
  }
  return absl::OkStatus();
}

absl::Status CheckBoundedMode(const OptionReader& reader, const KafkaOptions& options) {
  if (options.bounded_mode == BoundedMode::kTimestamp && !options.bounded_timestamp_millis) {
    return MissingTimestamp(reader, "scan.bounded.timestamp-millis", "scan.bounded.mode", "bounded");
  }
  if (options.bounded_mode == BoundedMode::kSpecificOffsets) {
    return CheckSpecificOffsets(reader, options, {"scan.bounded.specific-offsets", options.bounded_specific_offsets},
                                "scan.bounded.mode", "bounded");
  }
  return absl::OkStatus();
}

absl::Status CheckPartitioner(const OptionReader& reader, const KafkaOptions& options) {
  if (!options.sink_partitioner) return absl::OkStatus();
  if (*options.sink_partitioner == "round-robin" && options.key_fields) {
    return KafkaValidationError("Currently 'round-robin' partitioner only works when option 'key.fields' is not specified.",
                                reader.RangeOf("sink.partitioner"));
  }
  if (options.sink_partitioner->empty()) {
    return KafkaValidationError("Option 'sink.partitioner' should be a non-empty string.", reader.RangeOf("sink.partitioner"));
  }
  return absl::OkStatus();
}

absl::Status CheckDeliveryGuarantee(const OptionReader& reader, const KafkaOptions& options) {
  if (options.delivery_guarantee != DeliveryGuarantee::kExactlyOnce || options.transactional_id_prefix) return absl::OkStatus();
  return KafkaValidationError("sink.transactional-id-prefix must be specified when using DeliveryGuarantee.EXACTLY_ONCE.",
                              reader.RangeOf("sink.delivery-guarantee"));
}

absl::Status CheckFlushOptions(const OptionReader& reader, const KafkaOptions& options) {
  const bool has_rows = options.flush_max_rows > 0;
  const bool has_interval = options.flush_interval > absl::ZeroDuration();
  if (has_rows == has_interval) return absl::OkStatus();
  return KafkaValidationError("'sink.buffer-flush.max-rows' and 'sink.buffer-flush.interval' must be set to be greater than zero "
                              "together to enable sink buffer flushing.",
                              reader.RangeOf(has_rows ? "sink.buffer-flush.max-rows" : "sink.buffer-flush.interval"));
}

absl::StatusOr<DeliveryGuarantee> EffectiveDeliveryGuarantee(const OptionReader& reader, const KafkaOptions& options) {
  if (!options.sink_semantic) return options.delivery_guarantee;
  // DeliveryGuarantee.valueOf(semantic.toUpperCase().replace("-", "_")).
  const std::string name = ReplaceAll(ToUpper(*options.sink_semantic), "-", "_");
  if (name == "NONE") return DeliveryGuarantee::kNone;
  if (name == "AT_LEAST_ONCE") return DeliveryGuarantee::kAtLeastOnce;
  if (name == "EXACTLY_ONCE") return DeliveryGuarantee::kExactlyOnce;
  return WithFlinkClass(InvalidError(Concat("No enum constant org.apache.flink.connector.base.DeliveryGuarantee.", name),
                                     reader.RangeOf("sink.semantic")),
                        "java.lang.IllegalArgumentException");
}

absl::StatusOr<std::map<int32_t, int64_t>> ParseSpecificOffsets(std::string_view text, std::string_view key, SourceRange range) {
  const absl::Status malformed =
      KafkaValidationError(Concat("Invalid properties '", key,
                                  "' should follow the format 'partition:0,offset:42;partition:1,offset:300', but is '", text, "'."),
                           range);
  constexpr std::string_view kPartition = "partition:";
  constexpr std::string_view kOffset = "offset:";
  const std::vector<std::string_view> pairs = JavaSplit(text, ';');
  if (pairs.empty()) return malformed;
  std::map<int32_t, int64_t> offsets;
  for (const std::string_view pair : pairs) {
    if (pair.find(',') == std::string_view::npos) return malformed;
    const std::vector<std::string_view> pieces = JavaSplit(pair, ',');
    if (pieces.size() != 2 || !pieces[0].starts_with(kPartition) || !pieces[1].starts_with(kOffset)) return malformed;
    DREY_ASSIGN_OR_RETURN(const int32_t partition, ParseOffsetNumber<int32_t>(pieces[0].substr(kPartition.size()), range));
    DREY_ASSIGN_OR_RETURN(const int64_t offset, ParseOffsetNumber<int64_t>(pieces[1].substr(kOffset.size()), range));
    offsets[partition] = offset;
  }
  return offsets;
}

absl::StatusOr<KeyValueProjections> ProjectKeyAndValue(const OptionReader& reader, const KafkaOptions& options,
                                                       const LogicalType& physical_row) {
  KeyValueProjections projections;
  DREY_ASSIGN_OR_RETURN(projections.key, ProjectKey(reader, options, physical_row));
  const bool has_prefix = options.key_fields_prefix && !options.key_fields_prefix->empty();
  if (options.value_fields == ValueFields::kAll && has_prefix) {
    return KafkaValidationError("A key prefix is not allowed when option 'value.fields-include' is set to 'ALL'. Set it to "
                                "'EXCEPT_KEY' instead to avoid field overlaps.",
                                reader.RangeOf("key.fields-prefix"));
  }
  for (size_t i = 0; i < physical_row.fields().size(); ++i) {
    const bool in_key = std::find(projections.key.begin(), projections.key.end(), i) != projections.key.end();
    if (options.value_fields == ValueFields::kAll || !in_key) projections.value.push_back(i);
  }
  return projections;
}

}  // namespace drey
