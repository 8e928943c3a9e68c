#include "engine/base/flink_version.h"

namespace drey {

std::string_view ToString(FlinkVersion version) { return version == FlinkVersion::k1_20 ? "1.20" : "2.3"; }

std::optional<FlinkVersion> ParseFlinkVersion(std::string_view text) {
  if (text == "1.20" || text == "1.20.3") return FlinkVersion::k1_20;
  if (text == "2.3" || text == "2.3.0") return FlinkVersion::k2_3;
  return std::nullopt;
}

}  // namespace drey
