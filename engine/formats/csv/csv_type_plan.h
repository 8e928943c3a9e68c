// What the csv format needs to know of a row's types.
#pragma once

#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/types/logical_type.h"

namespace drey {

struct CsvTypePlan {
  // Of a ROW of columns. Fails where the format has no converter: with Flink's message.
  static absl::StatusOr<CsvTypePlan> Create(const LogicalType& row);

  // Whether a field holds elements between array delimiters.
  bool HasElements() const { return root == TypeRoot::kArray || root == TypeRoot::kRow; }

  TypeRoot root = TypeRoot::kNull;
  int precision = 0;
  int scale = 0;
  std::string name = {};  // of the column or field
  // Of a ROW one a field; of an ARRAY the element.
  std::vector<CsvTypePlan> children = {};
};

}  // namespace drey
