// A type as Flink's asSerializableString writes it: without the short names of its summary.
#pragma once

#include <string>

#include "engine/types/logical_type.h"

namespace drey {

// "VARCHAR(2147483647)" for STRING, "TIMESTAMP(3) WITH LOCAL TIME ZONE", with NOT NULL at every level.
std::string SerializableText(const LogicalType& type);

}  // namespace drey
