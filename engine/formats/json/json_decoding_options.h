// What a json format in front of a source was told.
#pragma once

#include "engine/types/timestamp_text.h"

namespace drey {

struct JsonDecodingOptions {
  bool fail_on_missing_field = false;
  bool ignore_parse_errors = false;
  TimestampFormat timestamp_format = TimestampFormat::kSql;
};

}  // namespace drey
