// The json format's default decoder: one pass over the tokens of a message, straight into the cells of a row.
//
// It follows JsonParserRowDataDeserializationSchema of flink-json step by step, its oddities included (flink-semantics §1): fields after
// as many matches as there are columns are skipped unread, a container under BOOLEAN moves the cursor into it, and with
// ignore-parse-errors decoding goes on wherever Jackson's parser stands after its exception. Regular messages take a quicker way to the
// same row (JsonRegularDecoder).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/flink_version.h"
#include "engine/formats/json/java_hash_map.h"
#include "engine/formats/json/json_decoding_options.h"
#include "engine/formats/json/json_message_reader.h"
#include "engine/formats/json/json_regular_decoder.h"
#include "engine/formats/json/json_type_plan.h"
#include "engine/formats/row_decoder.h"
#include "engine/json/json_reader.h"

namespace drey {

class JsonTokenDecoder : public RowDecoder {
 public:
  // `plan` is that of a ROW.
  JsonTokenDecoder(JsonTypePlan plan, const JsonDecodingOptions& options, FlinkVersion version);

  void Decode(std::optional<std::string_view> message, DecodedRows& rows) override;

  // For tests: decode every message token by token.
  void DisableRegularWay() { regular_.reset(); }

 private:
  bool DecodeRegular(std::string_view message);

  // All false on failure: the reader stands at kError, or failure_ is set.
  bool DecodeMessage(std::string_view message);
  bool DecodeArray();
  bool DecodeRow();

  bool Convert(const JsonTypePlan& plan, Datum& value);
  bool ConvertNotNull(const JsonTypePlan& plan, Datum& value);
  bool ConvertRow(const JsonTypePlan& plan, Datum* cells);
  bool ConvertNestedRow(const JsonTypePlan& plan, Datum& value);
  bool ConvertArray(const JsonTypePlan& plan, Datum& value);
  bool ConvertMap(const JsonTypePlan& plan, Datum& value);
  bool ConvertText(Datum& value);
  bool ConvertBoolean(Datum& value);
  bool ConvertInteger(const JsonTypePlan& plan, Datum& value);
  bool ConvertFloat(Datum& value);
  bool ConvertDouble(Datum& value);
  bool ConvertDecimal(const JsonTypePlan& plan, Datum& value);
  bool ConvertTime(const JsonTypePlan& plan, Datum& value);

  bool Step() { return reader_.NextUnread() != JsonToken::kError; }
  bool HasToken() const { return reader_.current() != JsonToken::kNone && reader_.current() != JsonToken::kEnd; }
  bool SkipToNextField();
  bool Fail(std::string_view flink_class, std::string_view message);
  bool FailConversion();
  RowError TakeFailure();

  const JsonTypePlan plan_;
  const JsonDecodingOptions options_;
  const FlinkVersion version_;
  const bool has_decimal_;
  std::optional<JsonRegularDecoder> regular_;  // none for types that have no quick way
  int irregular_in_a_row_ = 0;
  int untried_ = 0;
  JsonMessageReader message_;
  JsonReader& reader_;  // of message_
  DecodedRows* rows_ = nullptr;   // of the current message
  Arena* arena_ = nullptr;
  std::optional<RowError> failure_;
  std::vector<Datum> elements_;     // of arrays that are being read, as a stack
  std::vector<JavaHashMap> maps_;   // one a level of maps that are being read
  size_t map_depth_ = 0;
  std::string text_;  // scratch
};

}  // namespace drey
