#include "engine/types/schema.h"

#include "engine/base/text.h"

namespace drey {

std::vector<LogicalType> Schema::Types() const {
  std::vector<LogicalType> types;
  for (const SchemaColumn& column : columns) types.push_back(column.type);
  return types;
}

std::vector<LogicalType> Schema::TypesOf(const std::vector<size_t>& chosen) const {
  std::vector<LogicalType> types;
  for (const size_t column : chosen) types.push_back(type(column));
  return types;
}

std::string Schema::ToString() const {
  std::string text = "[";
  std::string_view separator;
  for (const SchemaColumn& column : columns) {
    Append(text, separator, column.name, ": ", column.type.ToString());
    separator = ", ";
  }
  return text + "]";
}

}  // namespace drey
