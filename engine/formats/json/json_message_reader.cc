#include "engine/formats/json/json_message_reader.h"

#include "engine/formats/json/json_failures.h"
#include "engine/json/json_encoding.h"
#include "engine/json/json_tree_reader.h"

namespace drey {

bool JsonMessageReader::Open(std::string_view message, Arena& arena) {
  JsonReaderOptions options = {.allow_control_characters = true, .version = version_};
  std::string_view text = message;
  encoding_failure_.clear();
  if (MayBeUtf16OrUtf32(message)) {
    const JsonEncoding encoding = DetectJsonEncoding(message);
    if (encoding != JsonEncoding::kUtf8) {
      if (!DecodeJsonText(message, encoding, arena, text, encoding_failure_)) return false;
      options.from_text = true;
      options.source_bytes = message;
    }
  }
  reader_.Reset(text, options, arena);
  return true;
}

RowError JsonMessageReader::Failure() const {
  if (!encoding_failure_.empty()) return DecodingError(kCharConversionException, encoding_failure_);
  return DecodingError(ShadedJacksonClass(reader_.error_class()), reader_.error_message());
}

bool JsonTreeMessages::Read(std::string_view message, Arena& arena, const JsonNode*& root) {
  root = nullptr;
  number_failure_.clear();
  if (!message_.Open(message, arena)) return false;
  const JsonToken first = message_.tokens().Next();
  if (first == JsonToken::kEnd) return true;
  JsonTreeReader tree(message_.tokens(), makes_big_decimals_, arena);
  root = tree.Read();
  number_failure_ = tree.number_failure();
  return root != nullptr;
}

RowError JsonTreeMessages::Failure() const {
  if (!number_failure_.empty()) return DecodingError(kNumberFormatException, number_failure_);
  return message_.Failure();
}

}  // namespace drey
