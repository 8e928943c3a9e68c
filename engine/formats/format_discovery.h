// Finds the formats that the options of a table name, as Flink's FactoryUtil does: 'format' = 'json' has its options under "json.",
// 'value.format' = 'json' under "value.json.".
//
// The declared options of a found format are those of the format's Create… function; errors are Flink's innermost.
#pragma once

#include <optional>
#include <string_view>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/catalog/option_reader.h"
#include "engine/formats/format.h"

namespace drey {

// `key` is "format", "key.format" or "value.format". Nothing where the option is absent.
absl::StatusOr<std::optional<DecodingFormat>> DiscoverOptionalDecodingFormat(const OptionReader& options, std::string_view key,
                                                                             FlinkVersion version);
absl::StatusOr<std::optional<EncodingFormat>> DiscoverOptionalEncodingFormat(const OptionReader& options, std::string_view key,
                                                                             FlinkVersion version);

// An absent option is an error.
absl::StatusOr<DecodingFormat> DiscoverDecodingFormat(const OptionReader& options, std::string_view key, FlinkVersion version);
absl::StatusOr<EncodingFormat> DiscoverEncodingFormat(const OptionReader& options, std::string_view key, FlinkVersion version);

}  // namespace drey
