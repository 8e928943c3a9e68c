// Formats by name ('json', 'debezium-json', 'maxwell-json', 'ogg-json', 'csv', 'raw'): validation of their options, and the decoder or
// encoder they give.
//
// A format is stateless; adding one touches its own folder, its test, and one line in format_registry.cc.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/catalog/option_reader.h"
#include "engine/connector/source.h"
#include "engine/formats/row_decoder.h"
#include "engine/formats/row_encoder.h"
#include "engine/types/logical_type.h"
#include "engine/types/row_kind.h"

namespace drey {

// A validated format of a source.
struct DecodingFormat {
  ChangelogMode changelog_mode = ChangelogMode::InsertOnly();
  // Metadata columns the format offers, keys without the connector's "value." prefix.
  std::vector<MetadataColumn> metadata = {};
  // True where Flink 2.3 runs the rest of the chain inside the decoder's try block and drops rows whose query fails
  // (json with ignore-parse-errors; flink-semantics §1.3).
  bool drops_failures_of_query = false;
  // A decoder of `row` (a ROW of the fields the message holds) and of the given metadata keys. Fails where a type cannot be decoded.
  std::function<absl::StatusOr<std::unique_ptr<RowDecoder>>(const LogicalType& row, const std::vector<std::string>& metadata)>
      make_decoder = {};
};

// A validated format of a sink.
struct EncodingFormat {
  ChangelogMode changelog_mode = ChangelogMode::InsertOnly();
  std::function<absl::StatusOr<std::unique_ptr<RowEncoder>>(const LogicalType& row)> make_encoder = {};
};

enum class FormatOptionUse : uint8_t { kBoth, kDecoding, kEncoding };

class Format {
 public:
  virtual ~Format() = default;
  virtual std::string_view identifier() const = 0;
  // `options` is a view with the format's own prefix ("value.json."). Reads and so declares every option of the format.
  virtual absl::StatusOr<DecodingFormat> CreateDecoding(const OptionReader& options, FlinkVersion version) const = 0;
  virtual absl::StatusOr<EncodingFormat> CreateEncoding(const OptionReader& options, FlinkVersion version) const = 0;
  // What one of its options is for; `key` without prefix ("ignore-parse-errors").
  virtual FormatOptionUse UseOfOption(std::string_view key) const {
    (void)key;
    return FormatOptionUse::kBoth;
  }
};

// The built-in formats. Null where there is none of that name.
const Format* FindFormat(std::string_view identifier);
// Sorted; for messages.
std::vector<std::string> FormatIdentifiers();

}  // namespace drey
