// What a json format behind a sink was told.
#pragma once

#include <cstdint>
#include <string>

#include "engine/types/timestamp_text.h"

namespace drey {

struct JsonEncodingOptions {
  // What becomes of a MAP's NULL key.
  enum class NullKeyMode : uint8_t { kFail, kDrop, kLiteral };

  TimestampFormat timestamp_format = TimestampFormat::kSql;
  NullKeyMode null_key_mode = NullKeyMode::kFail;
  std::string null_key_literal = "null";
  bool decimal_as_plain_number = false;
  bool ignore_null_fields = false;
};

}  // namespace drey
