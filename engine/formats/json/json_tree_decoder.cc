#include "engine/formats/json/json_tree_decoder.h"

#include <span>
#include <utility>

namespace drey {

JsonTreeDecoder::JsonTreeDecoder(JsonTypePlan plan, const JsonDecodingOptions& options, FlinkVersion version)
    : plan_(std::move(plan)),
      options_(options),
      messages_(plan_.HasDecimal(), version),
      converter_(options, plan_.HasDecimal(), version) {}

void JsonTreeDecoder::Decode(std::optional<std::string_view> message, DecodedRows& rows) {
  if (!message.has_value()) return;
  const JsonNode* root = nullptr;
  if (!messages_.Read(*message, rows.arena(), root)) {
    if (!options_.ignore_parse_errors) rows.Fail(messages_.Failure());
    return;
  }
  if (root == nullptr) return;
  if (!root->IsArray()) {
    DecodeNode(*root, rows);
    return;
  }
  for (const JsonNode* element = root->FirstChild(); element != nullptr; element = element->next) {
    if (!DecodeNode(*element, rows)) return;
  }
}

bool JsonTreeDecoder::DecodeNode(const JsonNode& node, DecodedRows& rows) {
  if (node.kind == JsonKind::kNull) return true;
  const std::span<Datum> cells = rows.AppendRow(RowKind::kInsert);
  if (converter_.ConvertRow(plan_, node, rows.arena(), cells.data())) return true;
  rows.RemoveLastRow();
  if (options_.ignore_parse_errors) {
    converter_.ClearFailure();
    return true;
  }
  rows.Fail(converter_.TakeFailure());
  return false;
}

}  // namespace drey
