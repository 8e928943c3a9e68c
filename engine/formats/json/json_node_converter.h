// Values of columns from trees: what the json format does without its token decoder, and what the formats of change events do
// always.
//
// Rules: JsonToRowDataConverters of flink-json (flink-semantics §1.9). Unlike the token decoder's, its failures keep their reasons.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/base/flink_version.h"
#include "engine/formats/json/java_hash_map.h"
#include "engine/formats/json/json_container_text.h"
#include "engine/formats/json/json_decoding_options.h"
#include "engine/formats/json/json_type_plan.h"
#include "engine/json/json_node.h"
#include "engine/types/datum.h"
#include "engine/types/row_batch.h"

namespace drey {

class JsonNodeConverter {
 public:
  // `has_decimal`: the row type of the whole message has a DECIMAL somewhere.
  JsonNodeConverter(const JsonDecodingOptions& options, bool has_decimal, FlinkVersion version);

  // The value of the type; NULL for a null or missing node, and for a failure with ignore-parse-errors. The value points into the tree
  // and `arena`. False on failure.
  bool Convert(const JsonTypePlan& plan, const JsonNode* node, Arena& arena, Datum& value);
  // The same for a ROW, into its cells, without a way out for failures. The cells must be NULL before.
  bool ConvertRow(const JsonTypePlan& plan, const JsonNode& node, Arena& arena, Datum* cells);

  // After a failure.
  RowError TakeFailure();
  void ClearFailure() { failure_.reset(); }

 private:
  bool ConvertNotNull(const JsonTypePlan& plan, const JsonNode& node, Arena& arena, Datum& value);
  bool ConvertField(const JsonTypePlan& row, size_t field, const JsonNode& node, Arena& arena, Datum& value);
  bool ConvertInteger(const JsonTypePlan& plan, const JsonNode& node, Datum& value);
  bool ConvertDouble(const JsonNode& node, Datum& value);
  bool ConvertFloat(const JsonNode& node, Datum& value);
  bool ConvertDecimal(const JsonTypePlan& plan, const JsonNode& node, Arena& arena, Datum& value);
  bool ConvertTemporal(const JsonTypePlan& plan, const JsonNode& node, Datum& value);
  bool ConvertText(const JsonNode& node, Arena& arena, Datum& value);
  bool ConvertBytes(const JsonNode& node, Arena& arena, Datum& value);
  bool ConvertArray(const JsonTypePlan& plan, const JsonNode& node, Arena& arena, Datum& value);
  bool ConvertMap(const JsonTypePlan& plan, const JsonNode& node, Arena& arena, Datum& value);

  // JsonNode.asText: empty for containers. In text_ where the node has no text of its own.
  bool AsText(const JsonNode& node, std::string_view& text);
  bool IsDouble(const JsonNode& node) const { return node.kind == JsonKind::kFloat && IsDoubleNode(node, numbers_); }
  bool Fail(std::string_view flink_class, std::string_view message);
  bool FailCast(const JsonNode& node, std::string_view target);

  const JsonDecodingOptions options_;
  const JsonNumberOptions numbers_;
  std::optional<RowError> failure_;
  std::string text_;  // scratch
};

}  // namespace drey
