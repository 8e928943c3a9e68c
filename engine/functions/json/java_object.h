// A SQL value as the Java object that Flink's generated code hands to a JSON function: its class, and its text.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/types/datum.h"
#include "engine/types/logical_type.h"

namespace drey {

// The class of objects of that type; empty for constructed types.
std::string_view JavaObjectClass(const LogicalType& type);

// Appends String.valueOf(value). Requires a value that is not NULL, of a type that has a class and is no binary string.
void AppendJavaObject(const LogicalType& type, const Datum& value, Arena& arena, std::string& out);

// The message of the ClassCastException where an object of one class is cast to another; both full names.
std::string ClassCastMessage(std::string_view from, std::string_view to);

}  // namespace drey
