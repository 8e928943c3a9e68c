// 'ogg-json': the change events of Oracle GoldenGate (Flink documentation: Formats, "Ogg").
#pragma once

#include "engine/formats/format.h"

namespace drey {

class OggJsonFormat : public Format {
 public:
  std::string_view identifier() const override { return "ogg-json"; }
  absl::StatusOr<DecodingFormat> CreateDecoding(const OptionReader& options, FlinkVersion version) const override;
  absl::StatusOr<EncodingFormat> CreateEncoding(const OptionReader& options, FlinkVersion version) const override;
  FormatOptionUse UseOfOption(std::string_view key) const override;
};

}  // namespace drey
