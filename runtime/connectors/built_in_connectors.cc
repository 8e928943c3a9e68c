// One line a connector.
#include "runtime/connectors/built_in_connectors.h"

#include <memory>

#include "runtime/connectors/blackhole/blackhole_table_factory.h"
#include "runtime/connectors/datagen/datagen_table_factory.h"
#include "runtime/connectors/kafka/kafka_table_factory.h"
#include "runtime/connectors/print/print_table_factory.h"

namespace drey {

const TableFactories& BuiltInConnectors() {
  static const TableFactories* factories = [] {
    auto* all = new TableFactories();
    all->Add(std::make_unique<KafkaTableFactory>(KafkaConnector::kKafka));
    all->Add(std::make_unique<KafkaTableFactory>(KafkaConnector::kUpsertKafka));
    all->Add(std::make_unique<DatagenTableFactory>());
    all->Add(std::make_unique<PrintTableFactory>());
    all->Add(std::make_unique<BlackholeTableFactory>());
    return all;
  }();
  return *factories;
}

}  // namespace drey
