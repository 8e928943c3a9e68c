#include "runtime/connectors/kafka/kafka_plan.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/formats/format_discovery.h"
#include "runtime/connectors/kafka/kafka_clients.h"

namespace drey {
namespace {

constexpr std::string_view kIllegalArgumentException = "java.lang.IllegalArgumentException";
constexpr std::string_view kIllegalStateException = "java.lang.IllegalStateException";
constexpr size_t kLongestTransactionalIdPrefix = 64000;

absl::Status IllegalState(std::string_view message, SourceRange range, std::string_view hint = {}) {
  return WithFlinkClass(InvalidError(message, range, hint), kIllegalStateException);
}

absl::Status IllegalArgument(std::string_view message, SourceRange range) {
  return WithFlinkClass(InvalidError(message, range), kIllegalArgumentException);
}

// ChangelogMode.toString of Flink.
std::string ToText(ChangelogMode mode) {
  std::vector<std::string> kinds;
  if (mode.Contains(RowKind::kInsert)) kinds.emplace_back("INSERT");
  if (mode.Contains(RowKind::kUpdateBefore)) kinds.emplace_back("UPDATE_BEFORE");
  if (mode.Contains(RowKind::kUpdateAfter)) kinds.emplace_back("UPDATE_AFTER");
  if (mode.Contains(RowKind::kDelete)) kinds.emplace_back("DELETE");
  return Concat("[", Join(kinds, ", "), "]");
}

// ----- first step: what table factories check

// Of the kafka connector, as soon as the key's format is known.
absl::Status CheckKeyFormat(const OptionReader& reader, ChangelogMode mode) {
  if (mode.IsInsertOnly()) return absl::OkStatus();
  return KafkaValidationError(Concat("A key format should only deal with INSERT-only records. But ",
                                     *reader.GetString("key.format"), " has a changelog mode of ", ToText(mode), "."),
                              reader.RangeOf("key.format"));
}

// A table of an integration may leave its servers to the command line.
absl::StatusOr<KafkaOptions> ReadOptions(const TableFactoryRequest& request, const OptionReader& reader, KafkaConnector connector) {
  absl::StatusOr<KafkaOptions> options = ReadKafkaOptions(reader, connector, request.version);
  const CatalogTable& table = request.table;
  const bool lacks_servers = !table.integration_id.empty() && table.options.Find("properties.bootstrap.servers") == nullptr;
  if (options.ok() || !lacks_servers) return options;
  return WithHint(options.status(), ServersHint(table.identifier.ToString(), table.integration_id));
}

absl::Status CheckUpsertFormat(const OptionReader& reader, std::string_view kind, ChangelogMode mode) {
  if (mode.IsInsertOnly()) return absl::OkStatus();
  const std::string key = Concat(kind, ".format");
  const std::string identifier = *reader.GetString(key);
  return KafkaValidationError(Concat("'upsert-kafka' connector doesn't support '", identifier, "' as ", kind,
                                     " format, because '", identifier, "' is not in insert-only mode."),
                              reader.RangeOf(key));
}

absl::Status CheckUpsertTable(const TableFactoryRequest& request, const OptionReader& reader, ChangelogMode key_mode,
                              ChangelogMode value_mode) {
  DREY_RETURN_IF_ERROR(CheckUpsertFormat(reader, "key", key_mode));
  DREY_RETURN_IF_ERROR(CheckUpsertFormat(reader, "value", value_mode));
  if (request.table.primary_key) return absl::OkStatus();
  return KafkaValidationError(
      "'upsert-kafka' tables require to define a PRIMARY KEY constraint. The PRIMARY KEY specifies which columns should be read "
      "from or write to the Kafka message key. The PRIMARY KEY also defines records in the 'upsert-kafka' table should update or "
      "delete on which keys.",
      request.table.name_range);
}

// Of the kafka connector.
absl::Status CheckPrimaryKey(const TableFactoryRequest& request, const KafkaOptions& options, ChangelogMode value_mode) {
  if (!request.table.primary_key || !value_mode.IsInsertOnly()) return absl::OkStatus();
  const std::string& format = options.format ? *options.format : *options.value_format;
  return KafkaValidationError(Concat("The Kafka table '", request.table.identifier.ToString(), "' with '", format,
                                     "' format doesn't support defining PRIMARY KEY constraint on the table, because it can't "
                                     "guarantee the semantic of primary key."),
                              request.table.primary_key->range, "the upsert-kafka connector supports primary keys");
}

absl::Status CompletePlan(const TableFactoryRequest& request, const OptionReader& reader, KafkaOptions options,
                          KafkaTablePlan& plan) {
  plan.table = request.table.identifier.ToString();
  plan.integration_id = request.table.integration_id;
  plan.version = request.version;
  plan.physical_row = request.table.PhysicalRowType();
  if (options.connector == KafkaConnector::kUpsertKafka) options.key_fields = request.table.primary_key->columns;
  DREY_ASSIGN_OR_RETURN(plan.projections, ProjectKeyAndValue(reader, options, plan.physical_row));
  if (options.topic_pattern) {
    DREY_ASSIGN_OR_RETURN(plan.pattern, TopicPattern::Compile(*options.topic_pattern, reader.RangeOf("topic-pattern")));
  }
  plan.options = std::move(options);
  return absl::OkStatus();
}

absl::Status ReadOffsets(const OptionReader& reader, KafkaSourcePlan& plan) {
  const KafkaOptions& options = plan.options;
  plan.startup_mode = plan.upsert() ? StartupMode::kEarliestOffset : options.startup_mode.value_or(StartupMode::kGroupOffsets);
  plan.bounded_mode = options.bounded_mode.value_or(BoundedMode::kUnbounded);
  if (plan.startup_mode == StartupMode::kSpecificOffsets) {
    constexpr std::string_view kKey = "scan.startup.specific-offsets";
    DREY_ASSIGN_OR_RETURN(plan.startup_offsets,
                          ParseSpecificOffsets(*options.startup_specific_offsets, kKey, reader.RangeOf(kKey)));
  }
  if (plan.bounded_mode == BoundedMode::kSpecificOffsets) {
    constexpr std::string_view kKey = "scan.bounded.specific-offsets";
    DREY_ASSIGN_OR_RETURN(plan.bounded_offsets,
                          ParseSpecificOffsets(*options.bounded_specific_offsets, kKey, reader.RangeOf(kKey)));
  }
  return absl::OkStatus();
}

absl::StatusOr<Partitioner> ChoosePartitioner(const OptionReader& reader, const KafkaOptions& options) {
  const std::string name = options.sink_partitioner.value_or("default");
  if (name == "default" || name == "round-robin") return Partitioner::kDefault;
  if (name == "fixed" || name == "org.apache.flink.streaming.connectors.kafka.partitioner.FlinkFixedPartitioner") {
    return Partitioner::kFixed;
  }
  // Flink loads a class of this name; only Flink's own exists here.
  return WithFlinkClass(InvalidError(name, reader.RangeOf("sink.partitioner"),
                                     Concat("Could not find and instantiate partitioner class '", name,
                                            "'; default, fixed and round-robin are built in.")),
                        "java.lang.ClassNotFoundException");
}

// ----- second step: what Flink finds when it builds the job

// `projection` of the physical columns, without the key's prefix in names.
absl::StatusOr<LogicalType> MessageRow(const KafkaTablePlan& plan, const std::vector<size_t>& projection,
                                       const std::optional<std::string>& prefix, SourceRange prefix_range) {
  if (prefix && plan.version == FlinkVersion::k2_3) {
    // Flink 2.3.0 lacks a method that its kafka connector 4.0.1 calls for every key prefix.
    return WithFlinkClass(
        InvalidError("'org.apache.flink.table.types.DataType org.apache.flink.table.types.utils.DataTypeUtils.stripRowPrefix("
                     "org.apache.flink.table.types.DataType, java.lang.String)'",
                     prefix_range, "Flink 2.3.0 cannot plan 'key.fields-prefix' with its Kafka connector"),
        "java.lang.NoSuchMethodError");
  }
  std::vector<RowField> fields;
  for (const size_t column : projection) {
    RowField field = plan.physical_row.fields()[column];
    if (prefix) field.name.erase(0, prefix->size());
    if (StripBlanks(field.name).empty()) {
      return KafkaValidationError("Field names must contain at least one non-whitespace character.", prefix_range);
    }
    fields.push_back(std::move(field));
  }
  return LogicalType::Row(std::move(fields)).AsNotNull();
}

SourceRange RangeOfOption(const TableFactoryRequest& request, std::string_view key) {
  const TableOption* option = request.table.options.Find(key);
  return option == nullptr ? SourceRange() : option->value_range;
}

absl::Status CheckParallelism(const KafkaTablePlan& plan, const std::optional<int32_t>& parallelism, SourceRange range) {
  if (!parallelism || *parallelism > 0) return absl::OkStatus();
  return WithFlinkClass(InvalidError(Concat("Invalid configured parallelism ", *parallelism, " for table '", plan.table, "'."), range),
                        "org.apache.flink.table.api.TableException");
}

absl::Status SetMessageRows(const TableFactoryRequest& request, bool has_key, KafkaTablePlan& plan) {
  if (has_key) {
    DREY_ASSIGN_OR_RETURN(plan.key_row, MessageRow(plan, plan.projections.key, plan.options.key_fields_prefix,
                                                   RangeOfOption(request, "key.fields-prefix")));
  }
  DREY_ASSIGN_OR_RETURN(plan.value_row, MessageRow(plan, plan.projections.value, std::nullopt, {}));
  return absl::OkStatus();
}

absl::StatusOr<OffsetReset> ParseReset(const ClientProperty* property) {
  if (property == nullptr || EqualsIgnoreCase(property->value, "none")) return OffsetReset::kNone;
  if (EqualsIgnoreCase(property->value, "earliest")) return OffsetReset::kEarliest;
  if (EqualsIgnoreCase(property->value, "latest")) return OffsetReset::kLatest;
  return IllegalArgument(
      Concat("auto.offset.reset can not be set to ", property->value, ". Valid values: [latest,earliest,none]"),
      property->value_range);
}

// KafkaSourceBuilder.sanityCheck.
absl::Status CheckGroup(const TableFactoryRequest& request, const KafkaSourcePlan& plan) {
  if (plan.options.FindProperty("group.id") != nullptr) return absl::OkStatus();
  constexpr std::string_view kHint = "set 'properties.group.id'";
  for (const std::string_view name : {"enable.auto.commit", "commit.offsets.on.checkpoint"}) {
    const ClientProperty* commit = plan.options.FindProperty(name);
    if (commit != nullptr && EqualsIgnoreCase(commit->value, "true")) {
      return IllegalState("Property group.id is required when offset commit is enabled", commit->name_range, kHint);
    }
  }
  constexpr std::string_view kNeedsGroup = "Property group.id is required when using committed offset for offsets initializer";
  if (plan.startup_mode == StartupMode::kGroupOffsets) {
    const SourceRange range = RangeOfOption(request, "scan.startup.mode");
    return IllegalState(kNeedsGroup, range.known() ? range : request.table.name_range,
                        "set 'properties.group.id', or another 'scan.startup.mode' than the default group-offsets");
  }
  if (plan.bounded_mode == BoundedMode::kGroupOffsets) {
    return IllegalState(kNeedsGroup, RangeOfOption(request, "scan.bounded.mode"), kHint);
  }
  const auto check_offsets = [&](const std::map<int32_t, int64_t>& offsets, std::string_view key) {
    for (const auto& [partition, offset] : offsets) {
      constexpr int64_t kCommittedOffset = -3;
      if (offset != kCommittedOffset) continue;
      return IllegalState(Concat("Property group.id is required because partition ", plan.options.topics->front(), "-", partition,
                                 " is initialized with committed offset"),
                          RangeOfOption(request, key), kHint);
    }
    return absl::OkStatus();
  };
  DREY_RETURN_IF_ERROR(check_offsets(plan.startup_offsets, "scan.startup.specific-offsets"));
  return check_offsets(plan.bounded_offsets, "scan.bounded.specific-offsets");
}

// The source reads bytes; a deserializer for anything else is refused as KafkaSourceBuilder does.
absl::Status CheckDeserializers(const KafkaSourcePlan& plan) {
  constexpr std::string_view kPackage = "org.apache.kafka.common.serialization.";
  for (const std::string_view name : {"key.deserializer", "value.deserializer"}) {
    const ClientProperty* property = plan.options.FindProperty(name);
    if (property == nullptr || property->value == Concat(kPackage, "ByteArrayDeserializer")) continue;
    if (property->value.starts_with(kPackage)) {
      return IllegalArgument(Concat("Deserializer class ", property->value, " does not deserialize byte[]"), property->value_range);
    }
    return WithFlinkClass(InvalidError(property->value, property->value_range,
                                       Concat("Deserializer class ", property->value, " not found")),
                          "java.lang.ClassNotFoundException");
  }
  return absl::OkStatus();
}

absl::Status SplitMetadata(const TableFactoryRequest& request, KafkaSourcePlan& plan) {
  plan.metadata_keys.assign(request.metadata_keys.begin(), request.metadata_keys.end());
  for (const std::string& key : plan.metadata_keys) {
    if (key.starts_with(kValueMetadataPrefix)) {
      if (!plan.record_metadata.empty()) return BugError("metadata of formats must come before metadata of records");
      plan.format_metadata.push_back(key.substr(kValueMetadataPrefix.size()));
      continue;
    }
    const std::optional<RecordMetadata> metadata = FindRecordMetadata(key);
    if (!metadata) return BugError(Concat("unknown metadata key ", key));
    plan.record_metadata.push_back(*metadata);
  }
  return absl::OkStatus();
}

std::optional<size_t> CellOf(const KafkaTablePlan& plan, std::string_view metadata_key) {
  const auto found = std::find(plan.metadata_keys.begin(), plan.metadata_keys.end(), metadata_key);
  if (found == plan.metadata_keys.end()) return std::nullopt;
  return plan.physical_row.fields().size() + static_cast<size_t>(found - plan.metadata_keys.begin());
}

absl::Status CheckTransactionalId(const TableFactoryRequest& request, KafkaSinkPlan& plan) {
  std::optional<std::string>& prefix = plan.options.transactional_id_prefix;
  if (prefix && prefix->size() > kLongestTransactionalIdPrefix) {
    return IllegalState("The configured prefix is too long and the resulting transactionalIdPrefix might exceed Kafka's "
                        "transactionalIdPrefix size.",
                        RangeOfOption(request, "sink.transactional-id-prefix"));
  }
  if (plan.guarantee != DeliveryGuarantee::kExactlyOnce || prefix) return absl::OkStatus();
  if (plan.version == FlinkVersion::k1_20) {
    prefix = "kafka-sink";  // the default of KafkaSinkBuilder before 4.0
    return absl::OkStatus();
  }
  return IllegalState("EXACTLY_ONCE delivery guarantee requires a transactionalIdPrefix to be set to provide unique transaction names "
                      "across multiple KafkaSinks writing to the same Kafka cluster.",
                      RangeOfOption(request, "sink.semantic"));
}

}  // namespace

absl::StatusOr<KafkaSourcePlan> ValidateKafkaSource(const TableFactoryRequest& request, KafkaConnector connector) {
  const OptionReader reader(ToString(connector), request.table.options, request.version);
  const bool upsert = connector == KafkaConnector::kUpsertKafka;
  KafkaSourcePlan plan;
  if (upsert) {
    DREY_ASSIGN_OR_RETURN(plan.key_format, DiscoverDecodingFormat(reader, "key.format", request.version));
    DREY_ASSIGN_OR_RETURN(plan.value_format, DiscoverDecodingFormat(reader, "value.format", request.version));
  } else {
    DREY_ASSIGN_OR_RETURN(plan.key_format, DiscoverOptionalDecodingFormat(reader, "key.format", request.version));
    if (plan.key_format) DREY_RETURN_IF_ERROR(CheckKeyFormat(reader, plan.key_format->changelog_mode));
    DREY_ASSIGN_OR_RETURN(std::optional<DecodingFormat> format,
                          DiscoverOptionalDecodingFormat(reader, "format", request.version));
    if (format) {
      plan.value_format = *std::move(format);
    } else {
      DREY_ASSIGN_OR_RETURN(plan.value_format, DiscoverDecodingFormat(reader, "value.format", request.version));
    }
  }
  DREY_ASSIGN_OR_RETURN(KafkaOptions options, ReadOptions(request, reader, connector));
  if (!upsert) DREY_RETURN_IF_ERROR(CheckTopics(reader));
  DREY_RETURN_IF_ERROR(CheckStartupMode(reader, options));
  DREY_RETURN_IF_ERROR(CheckBoundedMode(reader, options));
  if (upsert) {
    DREY_RETURN_IF_ERROR(
        CheckUpsertTable(request, reader, plan.key_format->changelog_mode, plan.value_format.changelog_mode));
  } else {
    DREY_RETURN_IF_ERROR(CheckPrimaryKey(request, options, plan.value_format.changelog_mode));
  }
  const bool one_topic_option = options.topics.has_value() != options.topic_pattern.has_value();
  DREY_RETURN_IF_ERROR(CompletePlan(request, reader, std::move(options), plan));
  if (!one_topic_option) return IllegalArgument("Either Topic or Topic Pattern must be set for source.", reader.RangeOf("topic"));
  DREY_RETURN_IF_ERROR(ReadOffsets(reader, plan));
  if (upsert) plan.value_format.changelog_mode = ChangelogMode::UpsertSource();
  return plan;
}

absl::Status PrepareKafkaSource(const TableFactoryRequest& request, KafkaSourcePlan& plan) {
  DREY_RETURN_IF_ERROR(SplitMetadata(request, plan));
  DREY_RETURN_IF_ERROR(SetMessageRows(request, plan.key_format.has_value(), plan));
  if (plan.key_format) DREY_RETURN_IF_ERROR(plan.key_format->make_decoder(plan.key_row, {}).status());
  DREY_RETURN_IF_ERROR(plan.value_format.make_decoder(plan.value_row, plan.format_metadata).status());
  if (plan.startup_mode == StartupMode::kGroupOffsets) {
    DREY_ASSIGN_OR_RETURN(plan.reset, ParseReset(plan.options.FindProperty("auto.offset.reset")));
  }
  DREY_RETURN_IF_ERROR(CheckGroup(request, plan));
  DREY_RETURN_IF_ERROR(CheckDeserializers(plan));
  DREY_ASSIGN_OR_RETURN(const ClientConfiguration consumer, ConfigureConsumer(plan));
  DREY_ASSIGN_OR_RETURN(const ClientConfiguration admin, ConfigureAdmin(plan));
  request.Warn(consumer.warnings);
  request.Warn(admin.warnings);
  DREY_RETURN_IF_ERROR(CheckParallelism(plan, plan.options.scan_parallelism, RangeOfOption(request, "scan.parallelism")));
  if (request.bounded && plan.bounded_mode == BoundedMode::kUnbounded) plan.bounded_mode = BoundedMode::kLatestOffset;
  return absl::OkStatus();
}

absl::StatusOr<KafkaSinkPlan> ValidateKafkaSink(const TableFactoryRequest& request, KafkaConnector connector) {
  const OptionReader reader(ToString(connector), request.table.options, request.version);
  const bool upsert = connector == KafkaConnector::kUpsertKafka;
  KafkaSinkPlan plan;
  DREY_RETURN_IF_ERROR(CheckTopics(reader));
  if (upsert) {
    DREY_ASSIGN_OR_RETURN(plan.key_format, DiscoverEncodingFormat(reader, "key.format", request.version));
    DREY_ASSIGN_OR_RETURN(plan.value_format, DiscoverEncodingFormat(reader, "value.format", request.version));
  } else {
    DREY_ASSIGN_OR_RETURN(plan.key_format, DiscoverOptionalEncodingFormat(reader, "key.format", request.version));
    if (plan.key_format) DREY_RETURN_IF_ERROR(CheckKeyFormat(reader, plan.key_format->changelog_mode));
    DREY_ASSIGN_OR_RETURN(std::optional<EncodingFormat> format,
                          DiscoverOptionalEncodingFormat(reader, "format", request.version));
    if (format) {
      plan.value_format = *std::move(format);
    } else {
      DREY_ASSIGN_OR_RETURN(plan.value_format, DiscoverEncodingFormat(reader, "value.format", request.version));
    }
  }
  DREY_ASSIGN_OR_RETURN(KafkaOptions options, ReadOptions(request, reader, connector));
  DREY_ASSIGN_OR_RETURN(plan.guarantee, EffectiveDeliveryGuarantee(reader, options));
  if (upsert) {
    DREY_RETURN_IF_ERROR(
        CheckUpsertTable(request, reader, plan.key_format->changelog_mode, plan.value_format.changelog_mode));
    DREY_RETURN_IF_ERROR(CheckFlushOptions(reader, options));
  } else {
    DREY_RETURN_IF_ERROR(CheckPartitioner(reader, options));
  }
  DREY_RETURN_IF_ERROR(CheckDeliveryGuarantee(reader, options));
  if (!upsert) DREY_RETURN_IF_ERROR(CheckPrimaryKey(request, options, plan.value_format.changelog_mode));
  DREY_RETURN_IF_ERROR(CompletePlan(request, reader, std::move(options), plan));
  DREY_ASSIGN_OR_RETURN(plan.partitioner, ChoosePartitioner(reader, plan.options));
  if (upsert) plan.value_format.changelog_mode = ChangelogMode::Upsert();
  return plan;
}

absl::Status PrepareKafkaSink(const TableFactoryRequest& request, KafkaSinkPlan& plan) {
  plan.metadata_keys.assign(request.metadata_keys.begin(), request.metadata_keys.end());
  plan.topic_cell = CellOf(plan, "topic");
  plan.headers_cell = CellOf(plan, "headers");
  plan.timestamp_cell = CellOf(plan, "timestamp");
  DREY_RETURN_IF_ERROR(SetMessageRows(request, plan.key_format.has_value(), plan));
  if (plan.key_format) DREY_RETURN_IF_ERROR(plan.key_format->make_encoder(plan.key_row).status());
  DREY_RETURN_IF_ERROR(plan.value_format.make_encoder(plan.value_row).status());
  if (plan.options.topics && plan.options.topics->empty()) {
    return IllegalArgument("Either Topic or Topic Pattern must be set.", RangeOfOption(request, "topic"));
  }
  DREY_RETURN_IF_ERROR(CheckTransactionalId(request, plan));
  DREY_ASSIGN_OR_RETURN(const ClientConfiguration producer, ConfigureProducer(plan));
  request.Warn(producer.warnings);
  return CheckParallelism(plan, plan.options.sink_parallelism, RangeOfOption(request, "sink.parallelism"));
}

}  // namespace drey
