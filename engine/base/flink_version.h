// Whose answers to give where Flink releases differ.
//
// The value is handed down from the command line or the job to every function whose answer depends on it; there is no
// global and no compile-time choice. kFlink1_20 means 1.20.3 with kafka connector 3.4, kFlink2_3 means 2.3.0 with 4.0.
#pragma once

#include <optional>
#include <string_view>

namespace drey {

enum class FlinkVersion { k1_20, k2_3 };

// "1.20" or "2.3".
std::string_view ToString(FlinkVersion version);

// Understands "1.20", "1.20.3", "2.3" and "2.3.0".
std::optional<FlinkVersion> ParseFlinkVersion(std::string_view text);

}  // namespace drey
