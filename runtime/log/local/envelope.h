// The line that stands for a record in a local topic: JSON as `kcat -J` prints it, read strictly and written in one form.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/types/row_batch.h"

namespace drey {

// What a line says. Fields that are missing keep these values.
struct Envelope {
  std::optional<std::string_view> topic = {};
  std::optional<int32_t> partition = {};
  std::optional<int64_t> offset = {};
  int64_t timestamp = -1;
  TimestampType timestamp_type = TimestampType::kNone;
  std::optional<std::string_view> key = {};
  std::optional<std::string_view> value = {};
  std::span<const RecordHeader> headers = {};
};

// Why a line cannot be read, and where in it.
struct EnvelopeError {
  size_t position = 0;  // byte in the line
  std::string message = {};
  std::string hint = {};
};

// Reads a line (without its newline). Texts without escapes are views into the line, others are in the arena.
// Returns false and fills `error` when the line is not an envelope.
bool ParseEnvelope(std::string_view line, Arena& arena, Envelope& envelope, EnvelopeError& error);

// Appends the line of a record, newline included: topic, partition, offset, tstype, ts, headers, key, payload; bytes that are not
// UTF-8 as key_base64 and payload_base64.
void AppendEnvelope(const RecordView& record, std::string& out);

// Appends the text as a JSON string with quotes. It must be well-formed UTF-8.
void AppendJsonString(std::string_view text, std::string& out);

}  // namespace drey
