// The options of the csv format, read and checked as CsvCommons and CsvFormatFactory of flink-csv do.
#pragma once

#include <optional>
#include <string>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/catalog/option_reader.h"
#include "engine/formats/format.h"

namespace drey {

// A character of Java: one UTF-16 unit, never half of a pair.
struct CsvOptions {
  char16_t delimiter = u',';
  std::optional<char16_t> quote = u'"';
  std::optional<char16_t> escape = {};
  std::string array_delimiter = ";";
  // What stands for NULL; absent: nothing does when reading, and writing gives an empty field.
  std::optional<std::string> null_literal = {};
  bool allow_comments = false;
  bool ignore_parse_errors = false;
  // Flink documents true; where the option is not set it writes plain numbers.
  bool writes_scientific_decimals = false;
  // Since 2.3, of reading only.
  bool trim_spaces = false;
  bool ignore_trailing_unmappable = false;
  bool allow_trailing_comma = true;
  bool fail_on_missing_columns = false;
  bool empty_string_as_null = false;
};

// The same for both directions: each knows the other's options.
absl::StatusOr<CsvOptions> ReadCsvOptions(const OptionReader& options, FlinkVersion version);

// Which direction reads the option.
FormatOptionUse UseOfCsvOption(std::string_view key);

}  // namespace drey
