// What Java says where Flink reads an element of an array that is NULL as a primitive.
#pragma once

#include <string>

#include "engine/types/logical_type.h"

namespace drey {

// The message of the NullPointerException; empty where elements of the type are no primitives, and NULL stays NULL.
std::string NullAsPrimitive(const LogicalType& element);

}  // namespace drey
