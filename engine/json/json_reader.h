// A pull reader of JSON text that accepts and refuses exactly what Jackson's default parser does, with its messages.
//
// Jackson (the version shaded into Flink) is the reference: 2.14.2 for Flink 1.20.3, 2.20.1 for 2.3.0. Works on UTF-8; other
// encodings are turned into it first (json_encoding.h). Strings come out as UTF-8 of the Java String (see TextForm::kJavaString).
// Nothing is allocated while strings have no escapes. Not thread-safe.
//
// Jackson reads a name and the value behind it in one step, except that the contents of a string wait until somebody wants them.
// So a bad number or literal fails the step to its field's name, a bad string the step to the value; here too.
#pragma once

#include <cstdint>
#include <memory>
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
  kError,  // see error_message()
  kNone,   // no current token: before the first, or after Resume()
};

struct JsonReaderOptions {
  // The json format allows raw control characters in strings; the SQL functions do not.
  bool allow_control_characters = false;
  // Jackson 2.15 and later bound nesting (1000), number length (1000) and name length (50000); Flink 1.20 has no bounds.
  FlinkVersion version = FlinkVersion::k1_20;
  // True: the input was a Java String (functions: messages speak of "(String)" sources) and is well-formed Java text;
  // false: bytes of a message, which are checked.
  bool from_text = false;
  // The bytes that messages of 1.20 quote where they are not the text itself: a message that came in UTF-16 or UTF-32.
  std::string_view source_bytes = {};
};

// The whole name of an exception of Jackson's in Flink, of its name without package.
std::string ShadedJacksonClass(std::string_view name);

class JsonReader {
 public:
  // `text` must outlive the reader or the next Reset; unescaped strings are kept in `arena`.
  JsonReader(std::string_view text, const JsonReaderOptions& options, Arena& arena);
  JsonReader(const JsonReader&) = delete;
  JsonReader& operator=(const JsonReader&) = delete;

  // Starts with another text, keeping buffers.
  void Reset(std::string_view text, const JsonReaderOptions& options, Arena& arena);

  // The next token; after kError or kEnd it stays there.
  JsonToken Next();
  JsonToken current() const { return token_; }

  // As Next, but the contents of a string value are not read: the caller asks for them by ReadContents or ReadBase64, else the next step
  // skips (and checks) them.
  JsonToken NextUnread();
  // At kString: makes text() available. At other tokens: nothing to do. False on error.
  bool ReadContents();
  // At a kString whose contents are unread: decodes them as Jackson's getBinaryValue (MIME without line feeds: padding is required,
  // blanks only between groups of four) into `bytes`, which lie in the arena. False on error, also at other tokens.
  bool ReadBase64(std::string_view& bytes);

  // Of kFieldName and kString: the contents, unescaped; of numbers: the literal as written; of other tokens their text as Jackson's
  // getText: "{", "true", "null" … Views into the input, the arena or constants.
  std::string_view text() const { return text_; }
  // Byte offset just behind the current token.
  size_t position() const { return static_cast<size_t>(next_ - begin_); }

  // At kObjectStart or kArrayStart: goes to the matching end, tokenizing everything between. At other tokens: does nothing. False
  // on error.
  bool SkipChildren();
  // At kFieldName: goes to the last token of its value without unescaping anything. False on error.
  bool SkipValue();

  // After kError: Jackson's message with its location, and the Java class without package (JsonParseException, JsonEOFException,
  // StreamConstraintsException …).
  const std::string& error_message() const { return error_message_; }
  std::string_view error_class() const { return error_class_; }
  // After kError: it happened in the contents of a string value. Jackson takes such a token for a string until it is asked for them.
  bool failed_in_string() const { return failed_in_string_; }

  // Where the current value begins (or the last one began), as messages show it: "[Source: …; line: 1, column: 3]". Column 0 before the
  // first value.
  std::string ValueLocation() const;

  // Where the reader stands, in the same form.
  std::string Location() const;

  // After kError: clears the error and leaves the reader where Jackson's parser is when its exception was caught, which may be in
  // the middle of a token. current() becomes the token before the failed step, or kString where a string's contents failed.
  void Resume();

 private:
  enum class Scope : uint8_t { kRoot, kArray, kObject };

  struct Frame {
    Scope scope;
    bool has_entries;
    int32_t start_row;
    uint32_t start;      // offset of the opening bracket
    uint32_t row_start;  // offset of its line
  };

  // A place for messages: UTF-16 units (bytes in a message) behind `at`.
  struct Place {
    const char* at;
    int plus = 0;
  };

  static constexpr int kEndOfInput = -1;
  static constexpr int kFailed = -2;

  Frame& frame() { return frames_[depth_]; }
  const Frame& frame() const { return frames_[depth_]; }
  JsonToken Set(JsonToken token, std::string_view text) {
    text_ = text;
    return token_ = token;
  }

  void Start(std::string_view text);
  JsonToken NextInScope();
  JsonToken NextAfterName();
  JsonToken NextName(int first);
  JsonToken Open(JsonToken token);
  JsonToken Close(int bracket);
  bool PushFrame(Scope scope, const char* start);

  // Both return the first character that is no blank and stand behind it, or kFailed.
  int SkipBlanks(bool end_allowed);
  int SkipColon();
  int SkipBlank(int c);

  JsonToken ReadValue(int first, std::string_view& text);
  JsonToken ReadLiteral(std::string_view literal, JsonToken token, std::string_view& text);
  bool MatchLiteral(std::string_view literal, size_t matched);
  JsonToken ReadNumber(const char* start, std::string_view& text);
  JsonToken FinishNumber(const char* start, JsonToken token, size_t digits, std::string_view& text);
  bool ReadString(std::string_view& text);
  bool ReadStringSlowly(const char* start, const char* special, std::string_view& text);
  bool SkipUnread();
  bool ReadName(std::string_view& name);
  bool ReadNameSlowly(const char* start, const char* special, std::string_view& name);
  bool CheckNameBytes(std::string_view bytes, std::string_view& name);
  bool ReadEscape(char32_t& unit);
  int ReadBase64Digit(int position_in_group);
  bool FailBase64(char32_t unit, int position_in_group, std::string_view comment);
  bool ReadMultiByte(char32_t& first_unit, char32_t& second_unit);
  bool DecodeForError(int first, char32_t& unit);
  int UnitAt(const char* at) const;

  // All set the error and return false or kError.
  bool Fail(std::string_view error_class, std::string_view message, Place place);
  bool FailHere(std::string_view message);
  bool FailAtEnd(std::string_view message);
  bool FailUnexpectedEnd();
  bool FailConstraint(std::string_view what, size_t actual, size_t allowed, std::string_view getter);
  bool FailUnexpectedCharacter(int c, std::string_view comment, Place behind);
  bool FailUnexpectedNumberCharacter(int c, std::string_view comment, Place behind);
  bool FailControlCharacter(int c, std::string_view where);
  bool FailInvalidToken(std::string matched);
  bool FailInvalidNumberStart(const char* at, bool negative);
  bool FailUnexpectedValue(int c);
  bool FailStartByte(int c);
  bool FailMiddleByte(uint32_t c);

  Place Behind() const { return {next_, 0}; }
  // Behind the unit at `at`: in a Java String that may be in the middle of a character.
  Place BehindUnit(const char* at) const { return options_.from_text ? Place{at, 1} : Behind(); }
  void MarkValue() {
    value_start_ = next_ - 1;
    value_row_start_ = row_start_;
    value_row_ = row_;
  }
  void AppendLocation(std::string& out, int32_t row, uint32_t row_start, Place place) const;
  const std::string& SourceText() const;
  std::string_view ScopeName() const;

  JsonReaderOptions options_;
  Arena* arena_;
  const char* begin_ = nullptr;
  const char* next_ = nullptr;
  const char* end_ = nullptr;
  const char* row_start_ = nullptr;
  int32_t row_ = 1;
  JsonToken token_ = JsonToken::kNone;
  JsonToken token_before_error_ = JsonToken::kNone;
  JsonToken pending_ = JsonToken::kNone;  // the value behind the current name
  bool failed_in_string_ = false;
  bool skipping_ = false;  // contents of strings are not wanted
  bool unread_ = false;    // next_ is inside of the current string
  std::string_view text_;
  std::string_view pending_text_;
  const char* value_start_ = nullptr;  // of the current value, or of the one behind the current name
  const char* value_row_start_ = nullptr;
  int32_t value_row_ = 1;
  uint32_t depth_ = 0;
  std::vector<Frame> frames_;
  std::unique_ptr<char[]> scratch_;
  size_t scratch_size_ = 0;
  std::string error_message_;
  std::string_view error_class_;
  mutable std::string source_text_;
};

}  // namespace drey
