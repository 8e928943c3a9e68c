#include "runtime/connectors/kafka/kafka_clients.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <vector>

#include "engine/base/text.h"

namespace drey {
namespace {

// The table's properties but those that Flink sets itself, whatever they say.
std::vector<ClientProperty> Without(const KafkaTablePlan& plan, std::initializer_list<std::string_view> names) {
  std::vector<ClientProperty> properties;
  for (const ClientProperty& property : plan.options.properties) {
    if (std::find(names.begin(), names.end(), property.name) == names.end()) properties.push_back(property);
  }
  return properties;
}

std::vector<ClientProperty> SourceProperties(const KafkaSourcePlan& plan) {
  return Without(plan, {"key.deserializer", "value.deserializer", "auto.offset.reset"});
}

}  // namespace

absl::StatusOr<ClientConfiguration> ConfigureConsumer(const KafkaSourcePlan& plan) {
  return MapClientProperties(ClientRole::kConsumer, SourceProperties(plan));
}

absl::StatusOr<ClientConfiguration> ConfigureAdmin(const KafkaSourcePlan& plan) {
  return MapClientProperties(ClientRole::kAdmin, SourceProperties(plan));
}

absl::StatusOr<ClientConfiguration> ConfigureProducer(const KafkaSinkPlan& plan) {
  std::vector<ClientProperty> properties = Without(plan, {"key.serializer", "value.serializer", "transactional.id"});
  if (plan.guarantee == DeliveryGuarantee::kExactlyOnce && plan.options.FindProperty("transaction.timeout.ms") == nullptr) {
    properties.push_back({.name = "transaction.timeout.ms", .value = "3600000"});  // KafkaSinkBuilder's default
  }
  return MapClientProperties(ClientRole::kProducer, properties);
}

std::string ServersHint(std::string_view table, std::string_view integration_id) {
  const std::string integration = integration_id.empty() ? std::string() : Concat("--integration ", integration_id, "=FILE, ");
  return Concat("name the servers of table ", table, " with ", integration,
                "--bootstrap-servers or 'properties.bootstrap.servers', or use --local");
}

absl::Status CheckReadyToOpen(const KafkaTablePlan& plan, const ClientConfiguration& configuration,
                              const ConnectorEnvironment& environment) {
  if (!environment.needs_servers || configuration.has_servers) return absl::OkStatus();
  const std::string_view message = environment.version == FlinkVersion::k1_20
                                       ? "No resolvable bootstrap urls given in bootstrap.servers"
                                       : "You must set either bootstrap.servers or bootstrap.controllers";
  const ClientProperty* servers = plan.options.FindProperty("bootstrap.servers");
  return WithFlinkClass(
      InvalidError(message, servers == nullptr ? SourceRange() : servers->value_range,
                   ServersHint(plan.table, plan.integration_id)),
      "org.apache.kafka.common.config.ConfigException");
}

}  // namespace drey
