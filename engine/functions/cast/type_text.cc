#include "engine/functions/cast/type_text.h"

#include "engine/base/text.h"

namespace drey {
namespace {

std::string FieldsText(const LogicalType& row) {
  std::string text = "ROW<";
  std::string_view separator;
  for (const RowField& field : row.fields()) {
    Append(text, separator, QuoteIdentifier(field.name), " ", SerializableText(field.type));
    if (!field.comment.empty()) Append(text, " ", SqlQuoted(field.comment));
    separator = ", ";
  }
  return text + ">";
}

std::string TextWithoutNullability(const LogicalType& type) {
  switch (type.root()) {
    case TypeRoot::kVarchar:
      return Concat("VARCHAR(", type.length(), ")");
    case TypeRoot::kVarbinary:
      return Concat("VARBINARY(", type.length(), ")");
    case TypeRoot::kTimestampLtz:
      return Concat("TIMESTAMP(", type.precision(), ") WITH LOCAL TIME ZONE");
    case TypeRoot::kArray:
      return Concat("ARRAY<", SerializableText(type.element()), ">");
    case TypeRoot::kMultiset:
      return Concat("MULTISET<", SerializableText(type.element()), ">");
    case TypeRoot::kMap:
      return Concat("MAP<", SerializableText(type.key()), ", ", SerializableText(type.value()), ">");
    case TypeRoot::kRow:
      return FieldsText(type);
    default:
      return type.ToStringWithoutNullability();
  }
}

}  // namespace

std::string SerializableText(const LogicalType& type) {
  return Concat(TextWithoutNullability(type), type.nullable() ? "" : " NOT NULL");
}

}  // namespace drey
