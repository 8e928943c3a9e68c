// A format with the text of its messages on one side and the text of rows on the other: "+I[1, x]", as CAST to STRING writes values.
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/text.h"
#include "engine/formats/format.h"
#include "engine/functions/cast/value_text.h"
#include "engine/sql/type_parser.h"
#include "engine/types/row_batch.h"

namespace drey {

class FormatUnderTest {
 public:
  using Options = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  // `row`: "ROW<a INT, b STRING>".
  FormatUnderTest(std::string_view format, std::string_view row, Options options = {}, FlinkVersion version = FlinkVersion::k1_20)
      : format_(FindFormat(format)), row_(*ParseType(row)), version_(version) {
    for (const auto& [key, value] : options) options_.Set({.key = std::string(key), .value = std::string(value)});
  }

  // The rows of a message, or "!" and why there are none.
  std::string Decode(std::optional<std::string_view> message, const std::vector<std::string>& metadata = {}) const {
    const auto decoding = format_->CreateDecoding(OptionReader("kafka", options_, version_), version_);
    if (!decoding.ok()) return Concat("! ", MessageOf(decoding.status()));
    const auto decoder = decoding->make_decoder(row_, metadata);
    if (!decoder.ok()) return Concat("! ", MessageOf(decoder.status()));
    std::vector<LogicalType> types;
    for (const RowField& field : row_.fields()) types.push_back(field.type);
    for (const std::string& key : metadata) {
      for (const MetadataColumn& column : decoding->metadata) {
        if (column.key == key) types.push_back(column.type);
      }
    }
    Rows rows(types);
    (*decoder)->Decode(message, rows);
    return rows.Text();
  }

  // The message of a row, which is given as a JSON object; "~" is no message, "!" a failure.
  std::string Encode(std::string_view row_as_json, RowKind kind = RowKind::kInsert) const {
    const auto encoding = format_->CreateEncoding(OptionReader("kafka", options_, version_), version_);
    if (!encoding.ok()) return Concat("! ", MessageOf(encoding.status()));
    const auto encoder = encoding->make_encoder(row_);
    if (!encoder.ok()) return Concat("! ", MessageOf(encoder.status()));
    std::vector<LogicalType> types;
    for (const RowField& field : row_.fields()) types.push_back(field.type);
    Rows rows(types);
    const TableOptions none;
    const auto json = FindFormat("json")->CreateDecoding(OptionReader("kafka", none, version_), version_);
    (*json->make_decoder(row_, {}))->Decode(row_as_json, rows);
    std::string message;
    std::optional<RowError> error;
    switch ((*encoder)->Encode(rows.row(0), kind, message, error)) {
      case RowEncoder::Result::kMessage:
        return message;
      case RowEncoder::Result::kNull:
        return "~";
      default:
        return Concat("! ", error->message);
    }
  }

 private:
  class Rows final : public DecodedRows {
   public:
    explicit Rows(std::vector<LogicalType> types) : types_(std::move(types)), batch_(types_.size()) {}

    std::span<Datum> AppendRow(RowKind kind) override { return batch_.AppendRow(kind, nullptr); }
    void RemoveLastRow() override { batch_.RemoveLastRow(); }
    void Fail(RowError error) override { failure_ = Concat("! ", error.message); }
    Arena& arena() override { return batch_.arena(); }

    std::span<const Datum> row(size_t i) const { return std::as_const(batch_).row(i); }

    std::string Text() {
      std::vector<std::string> texts;
      for (size_t i = 0; i < batch_.size(); ++i) {
        std::vector<std::string> cells;
        for (size_t column = 0; column < types_.size(); ++column) {
          std::string text;
          AppendAsString(row(i)[column], types_[column], EvaluationContext(), text);
          cells.push_back(std::move(text));
        }
        texts.push_back(Concat(ToString(batch_.kind(i)), "[", Join(cells, ", "), "]"));
      }
      if (!failure_.empty()) texts.push_back(failure_);
      return Join(texts, " ");
    }

   private:
    std::vector<LogicalType> types_;
    RowBatch batch_;
    std::string failure_;
  };

  const Format* format_;
  LogicalType row_;
  FlinkVersion version_;
  TableOptions options_;
};

}  // namespace drey
