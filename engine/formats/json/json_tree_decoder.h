// The json format's other decoder (decode.json-parser.enabled = false): reads a message into a tree, then converts the tree.
//
// Rules: JsonRowDataDeserializationSchema of flink-json 2.3 (flink-semantics §1.9).
#pragma once

#include <optional>
#include <string_view>

#include "engine/base/flink_version.h"
#include "engine/formats/json/json_decoding_options.h"
#include "engine/formats/json/json_message_reader.h"
#include "engine/formats/json/json_node_converter.h"
#include "engine/formats/json/json_type_plan.h"
#include "engine/formats/row_decoder.h"

namespace drey {

class JsonTreeDecoder : public RowDecoder {
 public:
  // `plan` is that of a ROW.
  JsonTreeDecoder(JsonTypePlan plan, const JsonDecodingOptions& options, FlinkVersion version);

  void Decode(std::optional<std::string_view> message, DecodedRows& rows) override;

 private:
  // False on failure.
  bool DecodeNode(const JsonNode& node, DecodedRows& rows);

  const JsonTypePlan plan_;
  const JsonDecodingOptions options_;
  JsonTreeMessages messages_;
  JsonNodeConverter converter_;
};

}  // namespace drey
