// The Java classes and messages with which the json formats fail.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/flink_error.h"
#include "engine/types/row_batch.h"

namespace drey {

inline constexpr std::string_view kFlinkJsonParseException = "org.apache.flink.formats.json.JsonParseException";
inline constexpr std::string_view kJsonMappingException =
    "org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonMappingException";
inline constexpr std::string_view kIllegalStateException = "java.lang.IllegalStateException";
inline constexpr std::string_view kNullPointerException = "java.lang.NullPointerException";
inline constexpr std::string_view kClassCastException = "java.lang.ClassCastException";
inline constexpr std::string_view kRuntimeException = "java.lang.RuntimeException";
inline constexpr std::string_view kCharConversionException = "java.io.CharConversionException";
// Where Flink's converter would collect nulls without end.
inline constexpr std::string_view kOutOfMemoryError = "java.lang.OutOfMemoryError";
inline constexpr std::string_view kJavaHeapSpace = "Java heap space";

RowError DecodingError(std::string_view flink_class, std::string_view message);

// The full name, inside Flink, of a Jackson exception that JsonReader names.

}  // namespace drey
