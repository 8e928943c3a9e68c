#include "runtime/connectors/kafka/kafka_table_factory.h"

#include <utility>

#include "engine/base/text.h"
#include "runtime/connectors/kafka/kafka_metadata.h"
#include "runtime/connectors/kafka/kafka_plan.h"
#include "runtime/connectors/kafka/kafka_sink.h"
#include "runtime/connectors/kafka/kafka_source.h"
#include "runtime/connectors/kafka/options_without_effect.h"

namespace drey {

absl::StatusOr<std::vector<MetadataColumn>> KafkaTableFactory::ListReadableMetadata(const TableFactoryRequest& request) const {
  DREY_ASSIGN_OR_RETURN(const KafkaSourcePlan plan, ValidateKafkaSource(request, connector_));
  std::vector<MetadataColumn> columns;
  for (const MetadataColumn& column : plan.value_format.metadata) {
    columns.push_back({Concat(kValueMetadataPrefix, column.key), column.type});
  }
  for (MetadataColumn& column : ReadableRecordMetadata()) columns.push_back(std::move(column));
  return columns;
}

absl::StatusOr<std::vector<MetadataColumn>> KafkaTableFactory::ListWritableMetadata(const TableFactoryRequest& request) const {
  DREY_ASSIGN_OR_RETURN(const KafkaSinkPlan plan, ValidateKafkaSink(request, connector_));
  const bool single_topic = plan.options.topics && plan.options.topics->size() == 1;
  return WritableRecordMetadata(!single_topic);
}

absl::StatusOr<std::shared_ptr<const SourceSpec>> KafkaTableFactory::CreateSource(const TableFactoryRequest& request) const {
  DREY_ASSIGN_OR_RETURN(KafkaSourcePlan plan, ValidateKafkaSource(request, connector_));
  DREY_RETURN_IF_ERROR(PrepareKafkaSource(request, plan));
  return std::make_shared<const KafkaSourceSpec>(std::move(plan));
}

absl::StatusOr<std::shared_ptr<const SinkSpec>> KafkaTableFactory::CreateSink(const TableFactoryRequest& request) const {
  DREY_ASSIGN_OR_RETURN(KafkaSinkPlan plan, ValidateKafkaSink(request, connector_));
  DREY_RETURN_IF_ERROR(PrepareKafkaSink(request, plan));
  return std::make_shared<const KafkaSinkSpec>(std::move(plan));
}

std::vector<OptionWithoutEffect> KafkaTableFactory::ListOptionsWithoutEffect(const CatalogTable& table, TableUse use) const {
  return KafkaOptionsWithoutEffect(table.options, use);
}

}  // namespace drey
