// The WITH clause of a table: keys and values as written, with their places.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/source_text.h"

namespace drey {

struct TableOption {
  std::string key = {};
  std::string value = {};
  SourceRange key_range = {};
  SourceRange value_range = {};
  // Where the value came from when it is not the table's own: "--option", "--integration" …; shown by explain. Empty: as written.
  std::string origin = {};
};

// Options in the order in which they were written; keys are unique (a later one replaces the value of an earlier one, as in Flink).
class TableOptions {
 public:
  void Set(TableOption option);
  void Remove(std::string_view key);
  const TableOption* Find(std::string_view key) const;
  const std::vector<TableOption>& all() const { return options_; }

 private:
  std::vector<TableOption> options_;
};

}  // namespace drey
