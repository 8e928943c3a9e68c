// Golden files: one JSON case a line.
#pragma once

#include <rapidjson/document.h>

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace drey {

// The .jsonl files of a folder, by name.
std::vector<std::filesystem::path> GoldenFiles(const std::string& folder);

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
  // The innermost message is the end of `message`, which is that of a cause above; how much of it is not recorded.
  bool is_end_of_message = false;

  bool Is(std::string_view other_class, std::string_view other_message) const;
};
GoldenError InnermostError(const rapidjson::Value& chain);

// What of a message is compared: of a syntax error the line that names token and place (the list of what was expected may be shorter
// and better than Flink's), else all of it.
std::string ComparableMessage(std::string_view message);
// The same of a golden chain: its syntax error where it has one, else its innermost message.
std::string GoldenMessage(const rapidjson::Value& chain);

}  // namespace drey
