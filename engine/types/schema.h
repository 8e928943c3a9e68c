// Names and types of the columns of rows.
#pragma once

#include <string>
#include <vector>

#include "engine/types/logical_type.h"

namespace drey {

struct SchemaColumn {
  std::string name;
  LogicalType type;
};

struct Schema {
  std::vector<SchemaColumn> columns;

  size_t size() const { return columns.size(); }
  const LogicalType& type(size_t column) const { return columns[column].type; }
  std::vector<LogicalType> Types() const;
  std::vector<LogicalType> TypesOf(const std::vector<size_t>& chosen) const;
  // "[a: INT, b: STRING NOT NULL]", as Flink shows a schema in messages.
  std::string ToString() const;
};

}  // namespace drey
