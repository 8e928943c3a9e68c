// Runs the golden cases that are whole queries: each input row through the merged projection and filter, rows compared as a changelog of +I.
#pragma once

#include <string>

#include "engine/base/flink_version.h"
#include "tests/flink/conformance/comparison.h"
#include "tests/flink/conformance/golden_file.h"

namespace drey {

void RunQueryCase(const rapidjson::Value& golden, std::string_view theme, std::string id, FlinkVersion version,
                  const rapidjson::Value& answer, Comparison& comparison);

}  // namespace drey
