// Whether a table says where its servers are. The compiler has merged --integration and --bootstrap-servers into its options.
#pragma once

#include "engine/base/error.h"
#include "runtime/connectors/connector_environment.h"
#include "runtime/connectors/kafka/kafka_plan.h"

namespace drey {

// Fails with Flink's message when the log is a broker and 'properties.bootstrap.servers' is empty.
absl::Status CheckServers(const KafkaTablePlan& plan, const ConnectorEnvironment& environment);

}  // namespace drey
