// 'debezium-json': the change events of Debezium (Flink documentation: Formats, "Debezium").
#pragma once

#include "engine/formats/format.h"

namespace drey {

class DebeziumJsonFormat : public Format {
 public:
  std::string_view identifier() const override { return "debezium-json"; }
  absl::StatusOr<DecodingFormat> CreateDecoding(const OptionReader& options, FlinkVersion version) const override;
  absl::StatusOr<EncodingFormat> CreateEncoding(const OptionReader& options, FlinkVersion version) const override;
  FormatOptionUse UseOfOption(std::string_view key) const override;
};

}  // namespace drey
