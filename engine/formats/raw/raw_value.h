// A value as the raw format has it: text in a charset, bytes, or a number of fixed size.
//
// Rules: RawFormatDeserializationSchema and RawFormatSerializationSchema of Flink.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/functions/charset/charset.h"
#include "engine/types/datum.h"
#include "engine/types/logical_type.h"
#include "engine/types/row_batch.h"

namespace drey {

struct RawFormatOptions {
  bool little_endian = false;
  // Null for UTF-8, whose bytes nobody looks at.
  std::shared_ptr<const Charset> charset;
};

// Whether the format has values of that type.
bool IsRawType(TypeRoot root);

// The value may point to `bytes`. Absent where there are too many or too few bytes: then see `error`.
std::optional<Datum> DecodeRawValue(std::string_view bytes, TypeRoot root, const RawFormatOptions& options, Arena& arena,
                                    RowError& error);

// `value` is not NULL.
void EncodeRawValue(const Datum& value, TypeRoot root, const RawFormatOptions& options, Arena& arena, std::string& out);

}  // namespace drey
