// A pull reader of JSON text that accepts and refuses exactly what Jackson's default parser does, with its messages.
//
// Jackson (the version shaded into Flink) is the reference: 2.14.2 for Flink 1.20.3, 2.20.1 for 2.3.0. Works on UTF-8; other
// encodings are turned into it first (json_encoding.h). Strings come out as UTF-8 of the Java String (see TextForm::kJavaString).
// Nothing is allocated while strings have no escapes. Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/base/flink_version.h"

namespace drey {

enum class JsonToken : uint8_t {
  kObjectStart,
  kObjectEnd,
  kArrayStart,
  kArrayEnd,
  kFieldName,
  kString,
  kInteger,  // a number without fraction and exponent
  kFloat,    // a number with fraction or exponent
  kTrue,
  kFalse,
  kNull,
  kEnd,    // nothing but blanks is left
  kError,  // see error()
};

struct JsonReaderOptions {
  // The json format allows raw control characters in strings; the SQL functions do not.
  bool allow_control_characters = false;
  // Jackson 2.15 and later bound nesting (1000), number length (1000) and name length (50000); Flink 1.20 has no bounds.
  FlinkVersion version = FlinkVersion::k1_20;
  // True: the input was a Java String (functions: messages speak of "(String)" sources); false: bytes of a message.
  bool from_text = false;
};

class JsonReader {
 public:
  // `text` must outlive the reader; unescaped strings are kept in `arena`.
  JsonReader(std::string_view text, const JsonReaderOptions& options, Arena& arena);

  // The next token; after kError or kEnd it stays there.
  JsonToken Next();
  JsonToken current() const { return token_; }

  // Of kFieldName and kString: the contents, unescaped; of numbers: the literal as written. Views into the input or the arena.
  std::string_view text() const { return text_; }
  // Byte offset just behind the current token.
  size_t position() const { return static_cast<size_t>(next_ - begin_); }

  // At kObjectStart or kArrayStart: goes to the matching end, tokenizing everything between. False on error.
  bool SkipChildren();

  // After kError: Jackson's message with its location, and the Java class without package (JsonParseException, JsonEOFException,
  // StreamConstraintsException …).
  const std::string& error_message() const { return error_message_; }
  std::string_view error_class() const { return error_class_; }

 private:
  std::string_view input_;
  JsonReaderOptions options_;
  Arena& arena_;
  const char* begin_;
  const char* next_;
  const char* end_;
  JsonToken token_ = JsonToken::kEnd;
  std::string_view text_;
  std::string error_message_;
  std::string_view error_class_;
};

}  // namespace drey
