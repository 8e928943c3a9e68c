#include "engine/formats/json/json_failures.h"

#include "engine/base/text.h"

namespace drey {

RowError DecodingError(std::string_view flink_class, std::string_view message) {
  return {.phase = RowError::Phase::kDecode, .message = std::string(message), .flink_class = std::string(flink_class)};
}

}  // namespace drey
