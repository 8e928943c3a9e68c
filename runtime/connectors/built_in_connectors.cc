// One line a connector.
#include "runtime/connectors/built_in_connectors.h"

#include <memory>

#include "runtime/connectors/kafka/kafka_table_factory.h"

namespace drey {

const TableFactories& BuiltInConnectors() {
  static const TableFactories* factories = [] {
    auto* all = new TableFactories();
    all->Add(std::make_unique<KafkaTableFactory>(KafkaConnector::kKafka));
    all->Add(std::make_unique<KafkaTableFactory>(KafkaConnector::kUpsertKafka));
    return all;
  }();
  return *factories;
}

}  // namespace drey
