// 'raw': the bytes of a single column (Flink documentation: Formats, "Raw").
#pragma once

#include "engine/formats/format.h"

namespace drey {

class RawFormat : public Format {
 public:
  std::string_view identifier() const override { return "raw"; }
  absl::StatusOr<DecodingFormat> CreateDecoding(const OptionReader& options, FlinkVersion version) const override;
  absl::StatusOr<EncodingFormat> CreateEncoding(const OptionReader& options, FlinkVersion version) const override;
};

}  // namespace drey
