// Writes golden jobs as unit tests for `drey test`, so that its runner is held to them too.
#pragma once

#include <string>

#include <rapidjson/document.h>

#include "engine/base/flink_version.h"

namespace drey {

// Writes the case as FOLDER/NAME.test.yaml, and its job beside it. False where a file cannot be written.
bool WriteTestFile(const rapidjson::Value& golden, const rapidjson::Value& answer, FlinkVersion version, const std::string& mission_job,
                   const std::string& folder, const std::string& name);

// Whether a unit test can say what the case says: jobs that do not end are none.
bool CanBeTestFile(const rapidjson::Value& golden, const rapidjson::Value& answer);

}  // namespace drey
