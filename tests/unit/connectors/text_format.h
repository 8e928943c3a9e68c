// A format for tests: a message is the fields of a row between '|', "~" stands for NULL. "!" fails, an empty message has no row.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/text.h"
#include "engine/formats/format.h"

namespace drey {

class TextRowDecoder final : public RowDecoder {
 public:
  void Decode(std::optional<std::string_view> message, DecodedRows& rows) override {
    if (!message || message->empty()) return;
    if (*message == "!") return rows.Fail({.phase = RowError::Phase::kDecode, .message = "bad message", .flink_class = {}, .field = {}});
    for (const std::string_view part : Split(*message, ';')) {
      const std::span<Datum> row = rows.AppendRow(RowKind::kInsert);
      size_t i = 0;
      for (const std::string_view field : Split(part, '|')) row[i++] = field == "~" ? Datum::Null() : Datum::Text(field);
    }
  }
};

class TextRowEncoder final : public RowEncoder {
 public:
  Result Encode(std::span<const Datum> row, RowKind kind, std::string& out, std::optional<RowError>& error) override {
    for (const Datum& cell : row) {
      if (cell.is_null || cell.view() != "!") continue;
      error = RowError{.phase = RowError::Phase::kEncode, .message = "bad cell", .flink_class = {}, .field = {}};
      return Result::kFailed;
    }
    if (row.size() == 1 && row[0].is_null) return Result::kNull;
    Append(out, ToString(kind));
    for (const Datum& cell : row) Append(out, "|", cell.is_null ? std::string_view("~") : cell.view());
    return Result::kMessage;
  }
};

inline DecodingFormat TextDecoding() {
  DecodingFormat format;
  format.make_decoder = [](const LogicalType&, const std::vector<std::string>&) -> absl::StatusOr<std::unique_ptr<RowDecoder>> {
    return std::make_unique<TextRowDecoder>();
  };
  return format;
}

inline EncodingFormat TextEncoding() {
  EncodingFormat format;
  format.make_encoder = [](const LogicalType&) -> absl::StatusOr<std::unique_ptr<RowEncoder>> {
    return std::make_unique<TextRowEncoder>();
  };
  return format;
}

// A row of STRING columns.
inline LogicalType TextRow(std::initializer_list<std::string_view> names) {
  std::vector<RowField> fields;
  for (const std::string_view name : names) fields.push_back({.name = std::string(name), .type = LogicalType::String()});
  return LogicalType::Row(std::move(fields)).AsNotNull();
}

}  // namespace drey
