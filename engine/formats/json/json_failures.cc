#include "engine/formats/json/json_failures.h"

#include "engine/base/text.h"

namespace drey {

std::string ShadedJacksonClass(std::string_view name) {
  std::string_view package = "";
  if (name == "JsonEOFException") package = "io.";
  if (name == "StreamConstraintsException" || name == "InputCoercionException") package = "exc.";
  return Concat("org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.", package, name);
}

}  // namespace drey
