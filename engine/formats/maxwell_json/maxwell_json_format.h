// 'maxwell-json': the change events of Maxwell's daemon (Flink documentation: Formats, "Maxwell").
#pragma once

#include "engine/formats/format.h"

namespace drey {

class MaxwellJsonFormat : public Format {
 public:
  std::string_view identifier() const override { return "maxwell-json"; }
  absl::StatusOr<DecodingFormat> CreateDecoding(const OptionReader& options, FlinkVersion version) const override;
  absl::StatusOr<EncodingFormat> CreateEncoding(const OptionReader& options, FlinkVersion version) const override;
  FormatOptionUse UseOfOption(std::string_view key) const override;
};

}  // namespace drey
