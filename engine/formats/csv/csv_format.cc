#include "engine/formats/csv/csv_format.h"

#include <memory>
#include <utility>

#include "engine/formats/csv/csv_options.h"
#include "engine/formats/csv/csv_row_decoder.h"
#include "engine/formats/csv/csv_row_encoder.h"
#include "engine/formats/csv/csv_type_plan.h"

namespace drey {

absl::StatusOr<DecodingFormat> CsvFormat::CreateDecoding(const OptionReader& options, FlinkVersion version) const {
  DREY_ASSIGN_OR_RETURN(const CsvOptions csv, ReadCsvOptions(options, version));
  DecodingFormat format;
  format.make_decoder = [csv, version](const LogicalType& row, const std::vector<std::string>& /*metadata*/)
      -> absl::StatusOr<std::unique_ptr<RowDecoder>> {
    DREY_ASSIGN_OR_RETURN(CsvTypePlan plan, CsvTypePlan::Create(row));
    return std::unique_ptr<RowDecoder>(std::make_unique<CsvRowDecoder>(std::move(plan), csv, version));
  };
  return format;
}

absl::StatusOr<EncodingFormat> CsvFormat::CreateEncoding(const OptionReader& options, FlinkVersion version) const {
  DREY_ASSIGN_OR_RETURN(const CsvOptions csv, ReadCsvOptions(options, version));
  EncodingFormat format;
  format.make_encoder = [csv, version](const LogicalType& row) -> absl::StatusOr<std::unique_ptr<RowEncoder>> {
    DREY_ASSIGN_OR_RETURN(CsvTypePlan plan, CsvTypePlan::Create(row));
    return std::unique_ptr<RowEncoder>(std::make_unique<CsvRowEncoder>(std::move(plan), csv, version));
  };
  return format;
}

FormatOptionUse CsvFormat::UseOfOption(std::string_view key) const { return UseOfCsvOption(key); }

}  // namespace drey
