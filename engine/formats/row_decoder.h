// Turns messages into rows: what a format does for a source.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/types/datum.h"
#include "engine/types/row_batch.h"
#include "engine/types/row_kind.h"

namespace drey {

// Receives the rows of a message.
class DecodedRows {
 public:
  virtual ~DecodedRows() = default;
  // A new row of nulls with one cell a field of the decoder's row type, then one a metadata column of the format. Cells may point to the
  // message's bytes or into arena().
  virtual std::span<Datum> AppendRow(RowKind kind) = 0;
  // The last row was not one after all.
  virtual void RemoveLastRow() = 0;
  // The message cannot be decoded (further): rows before stay.
  virtual void Fail(RowError error) = 0;
  virtual Arena& arena() = 0;
};

// Decodes messages of one row type. Keeps scratch memory: one per thread.
class RowDecoder {
 public:
  virtual ~RowDecoder() = default;
  // `message` is null for a record without value. Its bytes outlive the rows.
  virtual void Decode(std::optional<std::string_view> message, DecodedRows& rows) = 0;
};

}  // namespace drey
