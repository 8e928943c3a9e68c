// 'csv': a line of fields a row (Flink documentation: Formats, "CSV").
#pragma once

#include "engine/formats/format.h"

namespace drey {

class CsvFormat : public Format {
 public:
  std::string_view identifier() const override { return "csv"; }
  absl::StatusOr<DecodingFormat> CreateDecoding(const OptionReader& options, FlinkVersion version) const override;
  absl::StatusOr<EncodingFormat> CreateEncoding(const OptionReader& options, FlinkVersion version) const override;
  FormatOptionUse UseOfOption(std::string_view key) const override;
};

}  // namespace drey
