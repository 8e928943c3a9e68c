// Values as test files write them: YAML on one line, words without quotes where they mean themselves.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/log/memory/memory_log.h"
#include "runtime/testing/content.h"

namespace drey {

std::string YamlString(std::string_view text);

// Mappings and lists in brackets. Text that is base64 of JSON has the tag !base64 and the JSON.
std::string ToYaml(const Content& content);

// A key or value; nothing is null. A JSON object or array whose compact text these bytes are is written as such, all else as a string.
// Bytes that are no text cannot be written so.
std::string ToYaml(const std::optional<std::string>& bytes);

// "key: {id: 1}", or "key_base64: AAE=" for bytes that are no text.
std::string ToYamlField(std::string_view name, const std::optional<std::string>& bytes);

// As the value of a field whose name ends with _base64; nothing is null.
std::string ToYamlBase64(const std::optional<std::string>& bytes);

// [{key: trace, value: a1}, {key: empty}]
std::string HeadersToYaml(const std::vector<MemoryRecord::Header>& headers);

}  // namespace drey
