// 'json': one JSON object a row (Flink documentation: Formats, "JSON").
#pragma once

#include "engine/formats/format.h"

namespace drey {

class JsonFormat : public Format {
 public:
  std::string_view identifier() const override { return "json"; }
  absl::StatusOr<DecodingFormat> CreateDecoding(const OptionReader& options, FlinkVersion version) const override;
  absl::StatusOr<EncodingFormat> CreateEncoding(const OptionReader& options, FlinkVersion version) const override;
  FormatOptionUse UseOfOption(std::string_view key) const override;
};

}  // namespace drey
