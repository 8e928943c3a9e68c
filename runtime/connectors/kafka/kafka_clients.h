// The Kafka clients of a table: its properties as Flink's KafkaSourceBuilder and KafkaSinkBuilder complete them, mapped to what record
// logs take.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "runtime/connectors/connector_environment.h"
#include "runtime/connectors/kafka/client_properties.h"
#include "runtime/connectors/kafka/kafka_plan.h"

namespace drey {

absl::StatusOr<ClientConfiguration> ConfigureConsumer(const KafkaSourcePlan& plan);
absl::StatusOr<ClientConfiguration> ConfigureAdmin(const KafkaSourcePlan& plan);
absl::StatusOr<ClientConfiguration> ConfigureProducer(const KafkaSinkPlan& plan);

// Where the servers of a table may come from; `integration_id` see CatalogTable.
std::string ServersHint(std::string_view table, std::string_view integration_id);

// What must hold before a client is opened: servers are known where the log is a broker.
absl::Status CheckReadyToOpen(const KafkaTablePlan& plan, const ClientConfiguration& configuration,
                              const ConnectorEnvironment& environment);

}  // namespace drey
