#include "engine/json/json_document.h"

#include "engine/base/flink_error.h"
#include "engine/base/text.h"
#include "engine/json/json_reader.h"
#include "engine/json/json_tree_reader.h"
#include "engine/json/regular_tree_reader.h"

namespace drey {

const JsonDocument* JsonDocument::Read(std::string_view text, FlinkVersion version, Arena& arena) {
  if (const JsonNode* root = RegularTreeReader(text, arena).Read(KeyOrderOf(version))) return arena.New<JsonDocument>(root, version, "", "");
  return ReadExactly(text, version, arena);
}

const JsonDocument* JsonDocument::ReadExactly(std::string_view text, FlinkVersion version, Arena& arena) {
  JsonReader reader(text, {.version = version, .from_text = true}, arena);
  reader.Next();
  JsonTreeReader tree(reader, /*makes_big_decimals=*/version == FlinkVersion::k2_3, arena);
  if (const JsonNode* root = tree.Read()) return arena.New<JsonDocument>(root, version, "", "");
  if (!tree.number_failure().empty()) {
    return arena.New<JsonDocument>(nullptr, version, arena.Copy(tree.number_failure()), kNumberFormatException);
  }
  if (reader.current() == JsonToken::kEnd) {
    return arena.New<JsonDocument>(
        nullptr, version, arena.Copy(Concat("No content to map due to end-of-input\n at ", reader.ValueLocation())),
        "org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.exc.MismatchedInputException");
  }
  return arena.New<JsonDocument>(
      nullptr, version, arena.Copy(reader.error_message()),
      arena.Copy(ShadedJacksonClass(reader.error_class())));
}

}  // namespace drey
