// Turns rows into messages: what a format does for a sink.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "engine/types/datum.h"
#include "engine/types/row_batch.h"
#include "engine/types/row_kind.h"

namespace drey {

// Encodes rows of one row type. Keeps scratch memory: one per thread.
class RowEncoder {
 public:
  virtual ~RowEncoder() = default;

  enum class Result : uint8_t {
    kMessage,  // appended to `out`
    kNull,     // the message is null (raw format); nothing appended
    kFailed,   // see `error`; `out` is as before
  };
  // Appends the message for `row`, one cell a field of the encoder's row type.
  virtual Result Encode(std::span<const Datum> row, RowKind kind, std::string& out, std::optional<RowError>& error) = 0;
};

}  // namespace drey
