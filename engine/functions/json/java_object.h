// A SQL constant as the Java object that Flink's generated code hands to a JSON function: its class, and its text.
#pragma once

#include <optional>
#include <string>

#include "engine/base/flink_version.h"
#include "engine/types/datum.h"
#include "engine/types/logical_type.h"

namespace drey {

struct JavaObject {
  std::string class_name;
  std::string text;  // String.valueOf
  Datum value;       // as SQL has it
};

// Empty for types whose text is not known yet. Requires a value that is not NULL.
std::optional<JavaObject> ToJavaObject(const LogicalType& type, const Datum& value);

// The message of the ClassCastException where an object of one class is cast to another; both full names.
std::string ClassCastMessage(std::string_view from, std::string_view to);

}  // namespace drey
