// The csv format's encoder: a row as a line without line end.
//
// Rules: CsvRowDataSerializationSchema and RowDataToCsvConverters of flink-csv, CsvGenerator and CsvEncoder of jackson-dataformat-csv.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/base/flink_version.h"
#include "engine/formats/csv/csv_options.h"
#include "engine/formats/csv/csv_type_plan.h"
#include "engine/formats/row_encoder.h"

namespace drey {

class CsvRowEncoder : public RowEncoder {
 public:
  CsvRowEncoder(CsvTypePlan plan, const CsvOptions& options, FlinkVersion version);

  // Never kNull.
  Result Encode(std::span<const Datum> row, RowKind kind, std::string& out, std::optional<RowError>& error) override;

 private:
  void AppendColumn(const CsvTypePlan& column, const Datum& value, std::string& out);
  void AppendNull(std::string& out) const;
  // The text of a value that is not NULL, as it stands inside an array. `in_array`: 1.20 writes decimals there in its own way.
  void AppendValue(const CsvTypePlan& plan, const Datum& value, bool in_array, std::string& out);
  void AppendElements(const CsvTypePlan& plan, const Datum& value, std::string& out);
  void AppendDecimal(const CsvTypePlan& plan, const Datum& value, bool in_array, std::string& out) const;
  // Whether a value of the type is looked at for characters that need quotes.
  bool IsChecked(TypeRoot root) const;
  bool NeedsQuotes(std::string_view text) const;
  void AppendQuoted(std::string_view text, std::string& out) const;

  const CsvTypePlan plan_;
  const CsvOptions options_;
  const FlinkVersion version_;
  std::string delimiter_;
  std::string quote_;
  std::string escape_;
  Arena arena_;  // of one message
  std::string text_;  // scratch
};

}  // namespace drey
