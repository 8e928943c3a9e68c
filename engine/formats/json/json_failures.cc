#include "engine/formats/json/json_failures.h"

#include "engine/base/text.h"

namespace drey {

RowError DecodingError(std::string_view flink_class, std::string_view message) {
  return {.phase = RowError::Phase::kDecode, .message = std::string(message), .flink_class = std::string(flink_class)};
}

std::string ShadedJacksonClass(std::string_view name) {
  std::string_view package = "";
  if (name == "JsonEOFException") package = "io.";
  if (name == "StreamConstraintsException" || name == "InputCoercionException") package = "exc.";
  return Concat("org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.", package, name);
}

}  // namespace drey
