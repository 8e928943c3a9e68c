// The connectors that come with drey: kafka, upsert-kafka, datagen, print, blackhole.
#pragma once

#include "engine/connector/table_factory.h"

namespace drey {

// Immutable and thread-safe; lives as long as the process.
const TableFactories& BuiltInConnectors();

}  // namespace drey
