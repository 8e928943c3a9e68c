// The json format's encoder: a row as a JSON object, written straight into the message.
//
// Rules: JsonRowDataSerializationSchema and RowDataToJsonConverters of flink-json, written by Jackson's byte generator
// (flink-semantics §2).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/flink_version.h"
#include "engine/formats/json/json_encoding_options.h"
#include "engine/formats/json/json_type_plan.h"
#include "engine/formats/row_encoder.h"
#include "engine/json/text_filler.h"

namespace drey {

class JsonRowEncoder : public RowEncoder {
 public:
  // `plan` is that of a ROW.
  JsonRowEncoder(const JsonTypePlan& plan, JsonEncodingOptions options, FlinkVersion version);

  // Never kNull.
  Result Encode(std::span<const Datum> row, RowKind kind, std::string& out, std::optional<RowError>& error) override;
  // The same without a changelog: a ROW as a JSON object, wherever it stands. False on failure, with `out` as far as it came.
  bool EncodeRow(std::span<const Datum> row, std::string& out, std::optional<RowError>& error);

 private:
  struct Node {
    JsonTypePlan plan;                // without children
    std::vector<Node> children = {};
    std::vector<std::string> labels = {};  // of a ROW's fields: "name":
  };
  struct MapEntry {
    std::string_view key;
    const Datum* value;
  };

  static Node MakeNode(const JsonTypePlan& plan);

  // All false on failure, with failure_ set.
  bool Append(const Node& node, const Datum& value, TextFiller& out);
  bool AppendRow(const Node& node, std::span<const Datum> cells, TextFiller& out);
  bool AppendArray(const Node& node, const Datum& array, TextFiller& out);
  bool AppendMap(const Node& node, const Datum& map, TextFiller& out);
  bool CollectEntries(const Datum& map, std::vector<MapEntry>& entries);
  static void KeepLastValues(std::vector<MapEntry>& entries);
  bool FailNullElement(std::string_view unboxing);
  void AppendText(const Datum& value, TextFiller& out);
  // By way of a string, for what can only append to one.
  template <typename Appender>
  void AppendByText(Appender append, TextFiller& out) {
    text_.clear();
    append(text_);
    out.Put(text_);
  }
  void AppendDecimal(const JsonTypePlan& plan, const Datum& value, std::string& out);
  void AppendTemporal(TypeRoot root, const Datum& value, std::string& out);
  bool Fail(std::string_view flink_class, std::string_view message);

  const Node root_;
  const JsonEncodingOptions options_;
  const FlinkVersion version_;
  Arena arena_;  // of one message: text that had to be made well-formed
  std::string text_;  // scratch
  std::optional<RowError> failure_;
};

}  // namespace drey
