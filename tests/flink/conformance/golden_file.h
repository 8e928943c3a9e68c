// Golden files: one JSON case a line.
#pragma once

#include <rapidjson/document.h>

#include <functional>
#include <string>
#include <string_view>

namespace drey {

// Calls `visit` with each case of a .jsonl file. Numbers keep their text (kParseNumbersAsStringsFlag), so "1.50" stays 1.50.
// Returns false where the file cannot be read or a line is not JSON.
bool ForEachCase(const std::string& path, const std::function<void(const rapidjson::Value&)>& visit);

std::string_view TextOf(const rapidjson::Value& value);
// The member as text; empty where there is none.
std::string_view TextOf(const rapidjson::Value& value, const char* member);

// What an `error` chain says: class and message of the innermost cause.
struct GoldenError {
  std::string flink_class;
  std::string message;
};
GoldenError InnermostError(const rapidjson::Value& chain);

}  // namespace drey
