// The csv format's decoder: a line as a row.
//
// Rules: CsvRowDataDeserializationSchema and CsvToRowDataConverters of flink-csv.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/flink_version.h"
#include "engine/formats/csv/csv_options.h"
#include "engine/formats/csv/csv_record_reader.h"
#include "engine/formats/csv/csv_type_plan.h"
#include "engine/formats/row_decoder.h"

namespace drey {

class CsvRowDecoder : public RowDecoder {
 public:
  CsvRowDecoder(CsvTypePlan plan, const CsvOptions& options, FlinkVersion version);

  void Decode(std::optional<std::string_view> message, DecodedRows& rows) override;

 private:
  // All false on failure, with failure_ set.
  bool ConvertRecord(std::span<Datum> cells, Arena& arena);
  bool CheckSize(size_t expected, size_t actual);
  // NULL for a failure with ignore-parse-errors.
  bool Convert(const CsvTypePlan& plan, std::string_view text, Arena& arena, Datum& value);
  bool ConvertNotNull(const CsvTypePlan& plan, std::string_view text, Arena& arena, Datum& value);
  bool ConvertElements(const CsvTypePlan& plan, std::string_view text, Arena& arena, Datum& value);
  bool ConvertScalar(const CsvTypePlan& plan, std::string_view text, Arena& arena, Datum& value);
  bool ConvertInteger(const CsvTypePlan& plan, std::string_view text, Datum& value);
  bool ConvertDecimal(const CsvTypePlan& plan, std::string_view text, Arena& arena, Datum& value);
  bool ConvertDate(std::string_view text, Datum& value);
  bool ConvertTime(const CsvTypePlan& plan, std::string_view text, Datum& value);
  bool ConvertTimestamp(const CsvTypePlan& plan, std::string_view text, Datum& value);
  bool ConvertBytes(std::string_view text, Arena& arena, Datum& value);
  bool Fail(std::string_view flink_class, std::string_view message);

  const CsvTypePlan plan_;
  const CsvOptions options_;
  CsvRecordReader record_;
  std::vector<CsvField> elements_;  // scratch
  std::optional<RowError> failure_;
};

}  // namespace drey
