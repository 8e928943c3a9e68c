// The connectors kafka and upsert-kafka. They share everything but their options.
#pragma once

#include "engine/connector/table_factory.h"
#include "runtime/connectors/kafka/kafka_options.h"

namespace drey {

class KafkaTableFactory final : public TableFactory {
 public:
  explicit KafkaTableFactory(KafkaConnector connector) : connector_(connector) {}

  std::string_view identifier() const override { return ToString(connector_); }
  bool can_read() const override { return true; }
  bool can_write() const override { return true; }
  bool takes_upserts() const override { return connector_ == KafkaConnector::kUpsertKafka; }
  absl::StatusOr<std::vector<MetadataColumn>> ListReadableMetadata(const TableFactoryRequest& request) const override;
  absl::StatusOr<std::vector<MetadataColumn>> ListWritableMetadata(const TableFactoryRequest& request) const override;
  absl::StatusOr<std::shared_ptr<const SourceSpec>> CreateSource(const TableFactoryRequest& request) const override;
  absl::StatusOr<std::shared_ptr<const SinkSpec>> CreateSink(const TableFactoryRequest& request) const override;
  std::vector<OptionWithoutEffect> ListOptionsWithoutEffect(const CatalogTable& table, TableUse use) const override;
  std::string_view flink_source_class() const override {
    return "org.apache.flink.streaming.connectors.kafka.table.KafkaDynamicSource";
  }
  std::string_view flink_sink_class() const override {
    return "org.apache.flink.streaming.connectors.kafka.table.KafkaDynamicSink";
  }

 private:
  KafkaConnector connector_;
};

}  // namespace drey
