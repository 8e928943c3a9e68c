// The metadata that change events carry beside the rows: what the formats debezium-json, maxwell-json and ogg-json list.
//
// Rules: the enumeration ReadableMetadata of each decoding format of flink-json.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/connector/source.h"
#include "engine/types/datum.h"
#include "engine/types/logical_type.h"
#include "engine/types/row_batch.h"

namespace drey {

struct JsonEventMetadata {
  // What becomes of the field's value.
  enum class Reading : uint8_t {
    kValue,                 // nothing
    kMilliseconds,          // a BIGINT since 1970
    kSeconds,               // the same in seconds
    kProperty,              // the field is a MAP
    kMillisecondsProperty,  // a number in the text of such an entry
    kTimestamp,             // "2020-05-13 13:39:35.766", as CAST reads it
    kIsoTimestamp,          // "2020-05-13T13:39:35.766000", as TO_TIMESTAMP reads it by that pattern
  };

  std::string_view key;
  LogicalType type;  // of the column
  std::string_view field;
  LogicalType field_type;
  Reading reading = Reading::kValue;
  std::string_view property = {};  // key of the MAP's entry
  bool is_of_payload = true;       // else it stands beside Debezium's "payload"
};

// The columns, in the order of the list.
std::vector<MetadataColumn> MetadataColumnsOf(std::span<const JsonEventMetadata> known);

// The metadata from the value of its field. Absent where Java throws: then `failure` says what. Text is put into `arena`.
std::optional<Datum> ReadJsonEventMetadata(const JsonEventMetadata& metadata, const Datum& field, Arena& arena, RowError& failure);

}  // namespace drey
