// The fields of a message's first record, as CsvParser of jackson-dataformat-csv gives them to a schema of named columns.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/base/flink_version.h"
#include "engine/formats/csv/csv_options.h"
#include "engine/formats/csv/csv_tokenizer.h"
#include "engine/types/row_batch.h"

namespace drey {

struct CsvField {
  std::string_view text = {};
  bool is_null = false;
};

class CsvRecordReader {
 public:
  // `columns`: how many the schema has.
  CsvRecordReader(const CsvOptions& options, size_t columns, FlinkVersion version);

  // False on failure. The fields, of which there may be fewer than columns, are valid until the next call.
  bool Read(std::string_view message, Arena& arena);
  std::span<const std::string_view> fields() const { return fields_; }
  RowError TakeFailure();

  // A field (or an element of an array) as text or NULL.
  CsvField Interpret(std::string_view text) const;
  // The elements of a field whose column is an array or a row.
  void SplitElements(std::string_view text, std::vector<CsvField>& elements) const;

 private:
  // The line goes on behind the last column.
  bool TakeExtra(std::string_view field);
  bool FailMapping(std::string message);

  const CsvOptions& options_;
  const size_t columns_;
  CsvTokenizer tokens_;
  std::vector<std::string_view> fields_;
  std::optional<RowError> failure_;
};

}  // namespace drey
