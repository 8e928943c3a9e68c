// The options of the json formats, read and checked.
#pragma once

#include "engine/base/error.h"
#include "engine/catalog/option_reader.h"
#include "engine/formats/format.h"
#include "engine/formats/json/json_decoding_options.h"
#include "engine/formats/json/json_encoding_options.h"

namespace drey {

// fail-on-missing-field where the format has it, ignore-parse-errors and timestamp-format.standard, checked as
// JsonFormatOptionsUtil.validateDecodingFormatOptions.
absl::StatusOr<JsonDecodingOptions> ReadJsonDecodingOptions(const OptionReader& options, bool has_fail_on_missing_field);

// map-null-key.*, timestamp-format.standard, encode.*, checked as validateEncodingFormatOptions.
absl::StatusOr<JsonEncodingOptions> ReadJsonEncodingOptions(const OptionReader& options);

// Which direction reads the option.
FormatOptionUse UseOfJsonOption(std::string_view key);

// Makes the options that the other direction reads supported in this one. Fails where a value is not of the option's type: Flink reads
// every option of a format before it uses those of one direction.
absl::Status DeclareJsonDecodingOptions(const OptionReader& options, bool has_fail_on_missing_field);
absl::Status DeclareJsonEncodingOptions(const OptionReader& options);

}  // namespace drey
