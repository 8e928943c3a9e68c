#include "runtime/connectors/kafka/kafka_servers.h"

#include <string>

#include "engine/base/text.h"

namespace drey {

absl::Status CheckServers(const KafkaTablePlan& plan, const ConnectorEnvironment& environment) {
  const KafkaProperty* servers = plan.options.FindProperty("bootstrap.servers");
  const bool has_servers = servers != nullptr && !servers->value.empty();
  if (!environment.needs_servers || has_servers) return absl::OkStatus();
  const std::string_view message = environment.version == FlinkVersion::k1_20
                                       ? "No resolvable bootstrap urls given in bootstrap.servers"
                                       : "You must set either bootstrap.servers or bootstrap.controllers";
  const std::string integration =
      plan.integration_id.empty() ? std::string() : Concat("--integration ", plan.integration_id, "=FILE, ");
  return WithFlinkClass(
      InvalidError(message, servers == nullptr ? SourceRange() : servers->value_range,
                   Concat("name the servers of table ", plan.table, " with ", integration,
                          "--bootstrap-servers or 'properties.bootstrap.servers', or use --local")),
      "org.apache.kafka.common.config.ConfigException");
}

}  // namespace drey
