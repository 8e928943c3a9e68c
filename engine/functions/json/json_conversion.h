// SQL values as JSON text: what JSON_STRING, JSON_OBJECT and JSON_ARRAY make of their arguments.
//
// Rules: Flink's JsonGenerateUtils and the mapper of SqlJsonUtils.serializeJson, which sorts the keys of every object and, since 2.x, turns
// FLOAT and DOUBLE into BigDecimal on the way. Immutable and thread-safe.
#pragma once

#include <string>
#include <vector>

#include "engine/functions/function.h"

namespace drey {

class JsonConversion {
 public:
  // Refuses types that have no JSON form. The status has no range.
  static absl::StatusOr<JsonConversion> Make(const LogicalType& type);

  // Appends the value, null for NULL. False after context.Fail.
  bool Append(CallContext& context, const Datum& value, std::string& out) const;

 private:
  explicit JsonConversion(LogicalType type) : type_(std::move(type)) {}

  bool AppendArray(CallContext& context, const Datum& value, std::string& out) const;
  bool AppendMap(CallContext& context, const Datum& value, std::string& out) const;
  bool AppendRow(CallContext& context, const Datum& value, std::string& out) const;

  // A field of a ROW, in the order of the names.
  struct Field {
    size_t index;
    std::string quoted_name;
  };

  LogicalType type_;
  std::vector<JsonConversion> children_;  // of constructed types; of MAP and MULTISET the value alone
  std::vector<Field> fields_;
};

// `name` as the key of an object, without the colon.
std::string QuoteJsonKey(std::string_view name);

}  // namespace drey
