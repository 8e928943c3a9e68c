// The tokens of one message after the other, in whatever encoding it comes.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/base/flink_version.h"
#include "engine/json/json_node.h"
#include "engine/json/json_reader.h"
#include "engine/types/row_batch.h"

namespace drey {

// As the json formats configure Jackson: raw control characters are allowed.
class JsonMessageReader {
 public:
  explicit JsonMessageReader(FlinkVersion version) : version_(version), reader_({}, {}, nowhere_) {}

  // Starts to read the message, whose bytes and the arena must outlive what is read. False where the bytes are no text.
  bool Open(std::string_view message, Arena& arena);
  JsonReader& tokens() { return reader_; }

  // Why Open failed, or why the reader stands at kError.
  RowError Failure() const;

 private:
  const FlinkVersion version_;
  Arena nowhere_;  // only before the first message
  JsonReader reader_;
  std::string encoding_failure_;
};

// The same as trees: what ObjectMapper.readTree makes of a message. What follows the first value is not looked at.
class JsonTreeMessages {
 public:
  JsonTreeMessages(bool has_decimal, FlinkVersion version)
      : makes_big_decimals_(has_decimal && version == FlinkVersion::k2_3), message_(version) {}

  // `root` is null where there is no value. The tree points into the message and `arena`. False on failure.
  bool Read(std::string_view message, Arena& arena, const JsonNode*& root);
  RowError Failure() const;

 private:
  const bool makes_big_decimals_;
  JsonMessageReader message_;
  std::string number_failure_;
};

}  // namespace drey
