// Lines of `explain` that kafka sources and sinks share.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "runtime/connectors/kafka/kafka_plan.h"

namespace drey {

std::vector<std::pair<std::string, std::string>> DescribeTable(const KafkaTablePlan& plan);

}  // namespace drey
