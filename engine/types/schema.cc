#include "engine/types/schema.h"

#include "engine/base/text.h"

namespace drey {

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
