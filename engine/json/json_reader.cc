#include "engine/json/json_reader.h"

#include <algorithm>
#include <cstring>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/json/jackson_source.h"
#include "engine/json/java_identifier.h"
#include "engine/json/mime_base64.h"
#include "engine/json/string_scan.h"

namespace drey {
namespace {

constexpr size_t kMaxNestingDepth = 1000;
constexpr size_t kMaxNumberLength = 1000;
constexpr size_t kMaxNameLength = 50000;
constexpr size_t kMaxStringLength = 20000000;
// Jackson collects a name in a table whose size doubles, and tests that size as well: longer names are reported with it.
constexpr size_t kLargestNameTable = 65536;
// JsonFactory.createParser(String) reads longer texts through a StringReader, which messages cannot quote.
constexpr size_t kMaxTokenShown = 256;

constexpr std::string_view kJsonParseException = "JsonParseException";
constexpr std::string_view kEofException = "JsonEOFException";
constexpr std::string_view kConstraintsException = "StreamConstraintsException";
constexpr std::string_view kValidValues = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

bool IsDigit(int c) { return c >= '0' && c <= '9'; }
bool IsContinuation(int c) { return (c & 0xC0) == 0x80; }

// As Jackson 2.14 and later look it up.
int HexDigit(char32_t unit) { return HexDigitValue(static_cast<char>(unit & 0xFF)); }

std::string_view JavaTokenName(JsonToken token) {
  switch (token) {
    case JsonToken::kObjectStart:
      return "START_OBJECT";
    case JsonToken::kObjectEnd:
      return "END_OBJECT";
    case JsonToken::kArrayStart:
      return "START_ARRAY";
    case JsonToken::kArrayEnd:
      return "END_ARRAY";
    case JsonToken::kFieldName:
      return "FIELD_NAME";
    case JsonToken::kString:
      return "VALUE_STRING";
    case JsonToken::kInteger:
      return "VALUE_NUMBER_INT";
    case JsonToken::kFloat:
      return "VALUE_NUMBER_FLOAT";
    case JsonToken::kTrue:
      return "VALUE_TRUE";
    case JsonToken::kFalse:
      return "VALUE_FALSE";
    case JsonToken::kNull:
      return "VALUE_NULL";
    case JsonToken::kEnd:
    case JsonToken::kError:
    case JsonToken::kNone:
      return "null";
  }
  return "null";
}

// Decodes the bytes of a name as Jackson does, which looks at no more than the high bits.
class NameDecoder {
 public:
  explicit NameDecoder(std::string_view bytes) : bytes_(bytes) {}

  enum class Result : uint8_t { kSound, kWrongStart, kWrongMiddle, kCut };

  Result Decode(std::string& out) {
    Utf16Collector collector(out);
    while (position_ < bytes_.size()) {
      const Result result = DecodeOne(collector);
      if (result != Result::kSound) return result;
    }
    return Result::kSound;
  }
  // What the message shows of the wrong byte.
  uint32_t wrong() const { return wrong_; }

 private:
  Result DecodeOne(Utf16Collector& collector) {
    const unsigned char first = Byte(bytes_[position_++]);
    if (first < 0x80) {
      collector.Add(first);
      return Result::kSound;
    }
    int32_t value = 0;
    size_t needed = 0;
    if ((first & 0xE0) == 0xC0) {
      value = first & 0x1F;
      needed = 1;
    } else if ((first & 0xF0) == 0xE0) {
      value = first & 0x0F;
      needed = 2;
    } else if ((first & 0xF8) == 0xF0) {
      value = first & 0x07;
      needed = 3;
    } else {
      wrong_ = first;
      return Result::kWrongStart;
    }
    if (position_ + needed > bytes_.size()) return Result::kCut;
    for (size_t i = 0; i < needed; ++i) {
      const unsigned char byte = Byte(bytes_[position_++]);
      if (!IsContinuation(byte)) {
        wrong_ = i == 2 ? byte : QuadUpTo(position_ - 1);
        return Result::kWrongMiddle;
      }
      value = (value << 6) | (byte & 0x3F);
    }
    if (needed == 3) {
      value -= 0x10000;
      collector.Add(static_cast<uint16_t>(0xD800 + (value >> 10)));
      value = 0xDC00 | (value & 0x03FF);
    }
    collector.Add(static_cast<uint16_t>(value));
    return Result::kSound;
  }

  // Jackson keeps names as ints of four bytes and forgets to mask: it shows the byte with what stands before it in its int.
  uint32_t QuadUpTo(size_t position) const {
    const size_t quad = position & ~size_t{3};
    auto value = static_cast<int32_t>(static_cast<signed char>(bytes_[quad]));
    for (size_t i = quad + 1; i <= position; ++i) value = static_cast<int32_t>((static_cast<uint32_t>(value) << 8) | Byte(bytes_[i]));
    return static_cast<uint32_t>(value);
  }

  std::string_view bytes_;
  size_t position_ = 0;
  uint32_t wrong_ = 0;
};

// Writes Java text into memory that is large enough.
class UnitWriter {
 public:
  explicit UnitWriter(char* out) : start_(out), out_(out) {}

  // Bytes without surrogates.
  void AddBytes(const char* bytes, const char* end) {
    if (bytes == end) return;
    std::memcpy(out_, bytes, static_cast<size_t>(end - bytes));
    out_ += end - bytes;
    high_ = 0;
  }
  void AddUnit(char32_t unit) {
    if (high_ != 0 && IsLowSurrogate(unit)) {
      out_ = EncodeCodePoint(CombineSurrogates(high_, unit), out_ - 3);
      high_ = 0;
      return;
    }
    out_ = EncodeCodePoint(unit, out_);
    high_ = IsHighSurrogate(unit) ? unit : 0;
  }
  std::string_view written() const { return {start_, static_cast<size_t>(out_ - start_)}; }

 private:
  char* start_;
  char* out_;
  char32_t high_ = 0;  // an unpaired high surrogate that was written last
};

}  // namespace

JsonReader::JsonReader(std::string_view text, const JsonReaderOptions& options, Arena& arena)
    : options_(options), arena_(&arena) {
  frames_.resize(16);
  Start(text);
}

void JsonReader::Reset(std::string_view text, const JsonReaderOptions& options, Arena& arena) {
  options_ = options;
  arena_ = &arena;
  Start(text);
}

void JsonReader::Start(std::string_view text) {
  begin_ = next_ = row_start_ = value_row_start_ = text.data();
  end_ = begin_ + text.size();
  row_ = value_row_ = 1;
  value_start_ = nullptr;
  token_ = pending_ = JsonToken::kNone;
  failed_in_string_ = skipping_ = unread_ = false;
  text_ = {};
  depth_ = 0;
  frames_[0] = {.scope = Scope::kRoot, .has_entries = false, .start_row = 1, .start = 0, .row_start = 0};
  source_text_.clear();
  // Jackson looks for a byte order mark where there are four bytes at least.
  const bool has_mark = !options_.from_text && text.size() >= 4 && std::memcmp(begin_, "\xEF\xBB\xBF", 3) == 0;
  if (has_mark) next_ += 3;
}

JsonToken JsonReader::Next() {
  if (NextUnread() == JsonToken::kString) ReadContents();
  return token_;
}

JsonToken JsonReader::NextUnread() {
  if (token_ == JsonToken::kFieldName) return NextAfterName();
  if (token_ == JsonToken::kEnd || token_ == JsonToken::kError) return token_;
  if (unread_ && !SkipUnread()) return token_;
  return NextInScope();
}

bool JsonReader::ReadContents() {
  if (!unread_) return token_ != JsonToken::kError;
  unread_ = false;
  return ReadString(text_);
}

bool JsonReader::SkipUnread() {
  const bool was_skipping = skipping_;
  skipping_ = true;
  const bool sound = ReadContents();
  skipping_ = was_skipping;
  return sound;
}

bool JsonReader::SkipChildren() {
  if (token_ != JsonToken::kObjectStart && token_ != JsonToken::kArrayStart) return token_ != JsonToken::kError;
  const bool was_skipping = skipping_;
  skipping_ = true;
  const uint32_t outside = depth_ - 1;
  while (depth_ > outside && Next() != JsonToken::kError) {
  }
  skipping_ = was_skipping;
  return token_ != JsonToken::kError;
}

bool JsonReader::SkipValue() {
  skipping_ = true;
  Next();
  const bool sound = SkipChildren();
  skipping_ = false;
  return sound;
}

void JsonReader::Resume() {
  if (token_ != JsonToken::kError) return;
  token_ = token_before_error_;
  failed_in_string_ = false;
  text_ = {};
}

JsonToken JsonReader::NextAfterName() {
  const JsonToken token = pending_;
  pending_ = JsonToken::kNone;
  switch (token) {
    case JsonToken::kObjectStart:
    case JsonToken::kArrayStart:
      return Open(token);
    case JsonToken::kString:
      unread_ = true;
      return Set(token, {});
    default:
      return Set(token, pending_text_);
  }
}

JsonToken JsonReader::NextInScope() {
  int c = SkipBlanks(/*end_allowed=*/true);
  if (c == kFailed) return token_;
  if (c == kEndOfInput) return Set(JsonToken::kEnd, {});
  if (c == ']' || c == '}') return Close(c);
  if (frame().scope != Scope::kRoot) {
    if (frame().has_entries) {
      if (c != ',') {
        FailUnexpectedCharacter(UnitAt(next_ - 1), Concat("was expecting comma to separate ", ScopeName(), " entries"),
                                BehindUnit(next_ - 1));
        return token_;
      }
      c = SkipBlanks(/*end_allowed=*/false);
      if (c == kFailed) return token_;
    }
    frame().has_entries = true;
  }
  if (frame().scope == Scope::kObject) return NextName(c);
  MarkValue();
  if (c == '{') return Open(JsonToken::kObjectStart);
  if (c == '[') return Open(JsonToken::kArrayStart);
  if (c == '"') {
    unread_ = true;
    return Set(JsonToken::kString, {});
  }
  std::string_view literal;
  const JsonToken token = ReadValue(c, literal);
  return token == JsonToken::kError ? token : Set(token, literal);
}

JsonToken JsonReader::NextName(int first) {
  if (first != '"') {
    char32_t unit = 0;
    const char* start = next_ - 1;
    if (options_.from_text) {
      unit = static_cast<char32_t>(UnitAt(start));
    } else if (!DecodeForError(first, unit)) {
      return token_;
    }
    const Place behind = BehindUnit(start);
    FailUnexpectedCharacter(static_cast<uint16_t>(unit), "was expecting double-quote to start field name", behind);
    return token_;
  }
  std::string_view name;
  if (!ReadName(name)) return token_;
  Set(JsonToken::kFieldName, name);
  const int c = SkipColon();
  if (c == kFailed) return token_;
  MarkValue();
  if (c == '"') {
    pending_ = JsonToken::kString;
    return token_;
  }
  if (c == '{' || c == '[') {
    pending_ = c == '{' ? JsonToken::kObjectStart : JsonToken::kArrayStart;
    return token_;
  }
  const JsonToken pending = ReadValue(c, pending_text_);
  if (pending != JsonToken::kError) pending_ = pending;
  return token_;
}

JsonToken JsonReader::Open(JsonToken token) {
  const bool is_object = token == JsonToken::kObjectStart;
  if (!PushFrame(is_object ? Scope::kObject : Scope::kArray, value_start_)) return token_;
  return Set(token, is_object ? "{" : "[");
}

bool JsonReader::PushFrame(Scope scope, const char* start) {
  if (++depth_ == frames_.size()) frames_.resize(frames_.size() * 2);
  frames_[depth_] = {.scope = scope,
                     .has_entries = false,
                     .start_row = row_,
                     .start = static_cast<uint32_t>(start - begin_),
                     .row_start = static_cast<uint32_t>(row_start_ - begin_)};
  if (options_.version == FlinkVersion::k1_20 || depth_ <= kMaxNestingDepth) return true;
  return FailConstraint("Document nesting depth", depth_, kMaxNestingDepth, "getMaxNestingDepth");
}

JsonToken JsonReader::Close(int bracket) {
  const Scope closed = bracket == ']' ? Scope::kArray : Scope::kObject;
  if (frame().scope == closed) {
    --depth_;
    return Set(bracket == ']' ? JsonToken::kArrayEnd : JsonToken::kObjectEnd, bracket == ']' ? "]" : "}");
  }
  const auto shown = static_cast<char>(bracket);
  Place place = Behind();
  if (options_.version == FlinkVersion::k2_3) place.plus = -1;
  if (options_.version == FlinkVersion::k2_3 && depth_ == 0) {
    Fail(kJsonParseException,
         Concat("Unexpected close marker '", shown, "': no open ", bracket == ']' ? "Array" : "Object", " to close"), place);
    return token_;
  }
  std::string message = Concat("Unexpected close marker '", shown, "': expected '", bracket == ']' ? '}' : ']', "' (for ",
                               ScopeName(), " starting at ");
  AppendLocation(message, frame().start_row, frame().row_start, Place{begin_ + frame().start, depth_ == 0 ? -1 : 0});
  message.push_back(')');
  Fail(kJsonParseException, message, place);
  return token_;
}

int JsonReader::SkipBlank(int c) {
  if (c == ' ' || c == '\t') return c;
  if (c == '\n' || c == '\r') {
    if (c == '\r' && next_ != end_ && *next_ == '\n') ++next_;
    ++row_;
    row_start_ = next_;
    return c;
  }
  std::string message = Concat("Illegal character (", DescribeCharacter(c),
                               "): only regular white space (\\r, \\n, \\t) is allowed between tokens");
  if (c == 0x1E && options_.version == FlinkVersion::k2_3) {
    message +=
        " (consider enabling `JsonReadFeature.ALLOW_RS_CONTROL_CHAR` to allow use of Record Separators (\\u001E))";
  }
  FailHere(message);
  return kFailed;
}

int JsonReader::SkipBlanks(bool end_allowed) {
  while (next_ != end_) {
    const int c = Byte(*next_++);
    if (c > ' ') {
      if (c != '/') return c;
      FailUnexpectedCharacter(
          c, "maybe a (non-standard) comment? (not recognized as one since Feature 'ALLOW_COMMENTS' not enabled for parser)",
          Behind());
      return kFailed;
    }
    if (SkipBlank(c) == kFailed) return kFailed;
  }
  if (!end_allowed) {
    FailHere(Concat("Unexpected end-of-input within/between ", ScopeName(), " entries"));
    return kFailed;
  }
  if (depth_ == 0) return kEndOfInput;
  std::string message = Concat(": expected close marker for ", ScopeName(), " (start marker at ");
  AppendLocation(message, frame().start_row, frame().row_start, Place{begin_ + frame().start});
  message.push_back(')');
  FailAtEnd(message);
  return kFailed;
}

int JsonReader::SkipColon() {
  if (end_ - next_ >= 2 && next_[0] == ':' && Byte(next_[1]) > ' ' && next_[1] != '/') {
    next_ += 2;
    return Byte(next_[-1]);
  }
  bool got_colon = false;
  while (next_ != end_) {
    const int c = Byte(*next_++);
    if (c > ' ') {
      if (c == '/') {
        --next_;
        return SkipBlanks(/*end_allowed=*/false);
      }
      if (got_colon) return c;
      if (c != ':') {
        const Place behind = BehindUnit(next_ - 1);
        FailUnexpectedCharacter(UnitAt(next_ - 1), "was expecting a colon to separate field name and value", behind);
        return kFailed;
      }
      got_colon = true;
    } else if (SkipBlank(c) == kFailed) {
      return kFailed;
    }
  }
  FailAtEnd(Concat(" within/between ", ScopeName(), " entries"));
  return kFailed;
}

JsonToken JsonReader::ReadValue(int first, std::string_view& text) {
  if (IsDigit(first) || first == '-') return ReadNumber(next_ - 1, text);
  switch (first) {
    case 't':
      return ReadLiteral("true", JsonToken::kTrue, text);
    case 'f':
      return ReadLiteral("false", JsonToken::kFalse, text);
    case 'n':
      return ReadLiteral("null", JsonToken::kNull, text);
    default:
      FailUnexpectedValue(first);
      return token_;
  }
}

JsonToken JsonReader::ReadLiteral(std::string_view literal, JsonToken token, std::string_view& text) {
  if (!MatchLiteral(literal, 1)) return token_;
  text = literal;
  return token;
}

bool JsonReader::MatchLiteral(std::string_view literal, size_t matched) {
  for (; matched < literal.size(); ++matched) {
    if (next_ == end_ || *next_ != literal[matched]) return FailInvalidToken(std::string(literal.substr(0, matched)));
    ++next_;
  }
  if (next_ == end_) return true;
  const int c = Byte(*next_);
  if (c < '0' || c == ']' || c == '}') return true;
  char32_t unit = 0;
  if (options_.from_text) {
    unit = static_cast<char32_t>(UnitAt(next_));
  } else if (!DecodeForError(c, unit)) {  // Jackson has not moved behind the byte here and meets it again
    return false;
  }
  if (!IsJavaIdentifierPart(static_cast<uint16_t>(unit))) return true;
  return FailInvalidToken(std::string(literal));
}

JsonToken JsonReader::ReadNumber(const char* start, std::string_view& text) {
  const bool negative = *start == '-';
  if (negative) {
    if (next_ == end_) {
      const bool is_old = options_.version == FlinkVersion::k1_20;
      options_.from_text ? FailAtEnd(is_old ? "No digit following minus sign" : "No digit following sign") : FailUnexpectedEnd();
      return token_;
    }
    const char c = *next_++;
    if (c == '.') {
      FailUnexpectedValue('.');
      return token_;
    }
    if (!IsDigit(c)) {
      FailInvalidNumberStart(next_ - 1, negative);
      return token_;
    }
  }
  const bool starts_with_zero = next_[-1] == '0';
  if (starts_with_zero && next_ != end_ && IsDigit(*next_)) {
    FailHere("Invalid numeric value: Leading zeroes not allowed");
    return token_;
  }
  const char* p = next_;
  const char* const end = end_;
  while (p != end && IsDigit(*p)) ++p;
  size_t digits = static_cast<size_t>(p - start) - (negative ? 1 : 0);
  if (p == end || (*p != '.' && (*p | 0x20) != 'e')) {
    next_ = p;
    return FinishNumber(start, JsonToken::kInteger, digits, text);
  }
  // Where Jackson's pointer is while it reads the rest of a number in a Java String.
  const char* const marked = p + 1;
  const auto fail_behind = [&](const char* wrong, std::string_view comment) {
    const bool at_end = wrong == end;
    const char* shown = at_end ? end - 1 : wrong;
    next_ = at_end ? end : wrong + 1;
    Place behind = Behind();
    if (options_.from_text && !at_end) behind = starts_with_zero ? Place{wrong, 1} : Place{marked};
    FailUnexpectedNumberCharacter(UnitAt(shown), comment, behind);
    return token_;
  };
  if (*p == '.') {
    const char* fraction = ++p;
    while (p != end && IsDigit(*p)) ++p;
    if (p == fraction) return fail_behind(p, "Decimal point not followed by a digit");
    digits += static_cast<size_t>(p - fraction);
  }
  if (p != end && (*p | 0x20) == 'e') {
    ++p;
    if (p != end && (*p == '-' || *p == '+')) ++p;
    if (p == end) {
      next_ = end;
      options_.from_text ? FailAtEnd("expected a digit for number exponent") : FailUnexpectedEnd();
      return token_;
    }
    const char* exponent = p;
    while (p != end && IsDigit(*p)) ++p;
    if (p == exponent) return fail_behind(p, "Exponent indicator not followed by a digit");
    digits += static_cast<size_t>(p - exponent);
  }
  next_ = p;
  return FinishNumber(start, JsonToken::kFloat, digits, text);
}

JsonToken JsonReader::FinishNumber(const char* start, JsonToken token, size_t digits, std::string_view& text) {
  text = {start, static_cast<size_t>(next_ - start)};
  if (depth_ == 0 && next_ != end_ && *next_ != '\r') {
    const char* behind = next_++;
    if (*behind == '\n') {
      ++row_;
      row_start_ = next_;
    } else if (*behind != ' ' && *behind != '\t') {
      const Place place = BehindUnit(behind);
      FailUnexpectedCharacter(UnitAt(behind), "Expected space separating root-level values", place);
      return token_;
    }
  }
  if (digits <= kMaxNumberLength || options_.version == FlinkVersion::k1_20) return token;
  FailConstraint("Number value length", digits, kMaxNumberLength, "getMaxNumberLength");
  return token_;
}

bool JsonReader::ReadString(std::string_view& text) {
  const char* const start = next_;
  const char* p = start;
  while (true) {
    p = FindStringSpecial(p, end_);
    if (p == end_) {
      next_ = end_;
      failed_in_string_ = true;
      return options_.from_text ? FailAtEnd(": was expecting closing quote for a string value") : FailUnexpectedEnd();
    }
    const unsigned char c = Byte(*p);
    if (c == '"') {
      next_ = p + 1;
      text = {start, static_cast<size_t>(p - start)};
      break;
    }
    if (c < 0x20) {
      ++p;
      if (options_.allow_control_characters) continue;
      next_ = p;
      failed_in_string_ = true;
      return FailControlCharacter(c, "string value");
    }
    const size_t length = c == '\\' ? 0 : options_.from_text ? Utf8Length(c) : WellFormedLength(p, end_);
    if (length == 0) return ReadStringSlowly(start, p, text);
    p += length;
  }
  const bool bounded = options_.version == FlinkVersion::k2_3 && !skipping_ && text.size() > kMaxStringLength;
  if (!bounded) return true;
  const size_t units = Utf16Length(text);
  if (units <= kMaxStringLength) return true;
  failed_in_string_ = true;
  return FailConstraint("String value length", units, kMaxStringLength, "getMaxStringLength");
}

bool JsonReader::ReadStringSlowly(const char* start, const char* special, std::string_view& text) {
  // Four bytes may become two unpaired surrogates of three bytes each, nothing else grows.
  const size_t room = static_cast<size_t>(end_ - start) * 3 / 2 + 16;
  if (!skipping_ && scratch_size_ < room) {
    scratch_ = std::make_unique_for_overwrite<char[]>(room);
    scratch_size_ = room;
  }
  UnitWriter writer(scratch_.get());
  if (!skipping_) writer.AddBytes(start, special);
  const char* p = special;
  while (true) {
    if (p == end_) {
      next_ = end_;
      failed_in_string_ = true;
      return options_.from_text ? FailAtEnd(": was expecting closing quote for a string value") : FailUnexpectedEnd();
    }
    const unsigned char c = Byte(*p);
    next_ = p + 1;
    if (c == '"') break;
    char32_t unit = 0;
    char32_t second_unit = 0;
    if (c == '\\') {
      if (!ReadEscape(unit)) {
        failed_in_string_ = true;
        return false;
      }
    } else if (c < 0x20) {
      if (!options_.allow_control_characters) {
        failed_in_string_ = true;
        return FailControlCharacter(c, "string value");
      }
      unit = c;
    } else if (c >= 0x80) {
      next_ = p;
      if (!ReadMultiByte(unit, second_unit)) {
        failed_in_string_ = true;
        return false;
      }
    } else {
      const char* plain_end = FindStringSpecial(p, end_);
      if (!skipping_) writer.AddBytes(p, plain_end);
      p = plain_end;
      continue;
    }
    p = next_;
    if (skipping_) continue;
    writer.AddUnit(unit);
    if (second_unit != 0) writer.AddUnit(second_unit);
  }
  if (skipping_) {
    text = {};
    return true;
  }
  const std::string_view contents = writer.written();
  if (options_.version == FlinkVersion::k2_3 && contents.size() > kMaxStringLength) {
    const size_t units = Utf16Length(contents);
    if (units > kMaxStringLength) {
      failed_in_string_ = true;
      return FailConstraint("String value length", units, kMaxStringLength, "getMaxStringLength");
    }
  }
  text = arena_->Copy(contents);
  return true;
}

// At a backslash's next character.
bool JsonReader::ReadEscape(char32_t& unit) {
  if (next_ == end_) return FailAtEnd(" in character escape sequence");
  const char* start = next_;
  const char c = *next_++;
  switch (c) {
    case 'b':
      unit = '\b';
      return true;
    case 't':
      unit = '\t';
      return true;
    case 'n':
      unit = '\n';
      return true;
    case 'f':
      unit = '\f';
      return true;
    case 'r':
      unit = '\r';
      return true;
    case '"':
    case '/':
    case '\\':
      unit = Byte(c);
      return true;
    case 'u':
      break;
    default: {
      Place behind{start, 1};
      if (options_.from_text) {
        unit = static_cast<char32_t>(UnitAt(start));
      } else {
        if (!DecodeForError(Byte(c), unit)) return false;
        behind = Behind();
      }
      if (options_.version == FlinkVersion::k2_3) --behind.plus;
      return Fail(kJsonParseException, Concat("Unrecognized character escape ", DescribeCharacter(static_cast<uint16_t>(unit))),
                  behind);
    }
  }
  unit = 0;
  for (int i = 0; i < 4; ++i) {
    if (next_ == end_) return FailAtEnd(" in character escape sequence");
    const char* at = next_;
    const int digit_unit = UnitAt(at);
    next_ += options_.from_text ? Utf8Length(Byte(*at)) : 1;
    const int digit = HexDigit(static_cast<char32_t>(digit_unit));
    if (digit < 0) {
      const Place behind = BehindUnit(at);
      return FailUnexpectedCharacter(digit_unit, "expected a hex-digit for character escape sequence", behind);
    }
    unit = (unit << 4) | static_cast<char32_t>(digit);
  }
  return true;
}

// One character of a group of four: see mime_base64.h. A quote, which is the end, is consumed as well.
int JsonReader::ReadBase64Digit(int position_in_group) {
  if (next_ == end_) {
    FailUnexpectedEnd();
    return kBase64Failed;
  }
  const unsigned char c = Byte(*next_++);
  if (position_in_group == 0 && c <= ' ') return kBase64Blank;
  if (c == '"') return kBase64End;
  char32_t unit = c;
  if (c == '\\') {
    if (!ReadEscape(unit)) return kBase64Failed;
    if (position_in_group == 0 && unit <= ' ') return kBase64Blank;
  }
  const int value = Base64Value(unit);
  const bool may_be_padding = position_in_group >= 2;
  if (value >= 0 || (value == kBase64Padding && may_be_padding)) return value;
  FailBase64(unit, position_in_group, "");
  return kBase64Failed;
}

bool JsonReader::FailBase64(char32_t unit, int position_in_group, std::string_view comment) {
  return FailHere(Concat("Failed to decode VALUE_STRING as base64 (MIME-NO-LINEFEEDS): ",
                         Base64CharacterFailure(unit, position_in_group, comment)));
}

bool JsonReader::ReadBase64(std::string_view& bytes) {
  if (token_ != JsonToken::kString) {
    return FailHere(Concat("Current token (", JavaTokenName(token_),
                           ") not VALUE_STRING or VALUE_EMBEDDED_OBJECT, can not access as binary"));
  }
  char* const start = arena_->Allocate(DecodedMimeBase64Bound(static_cast<size_t>(end_ - next_)));
  char* out = start;
  failed_in_string_ = true;  // until it is done
  const auto next = [this](int position_in_group) { return ReadBase64Digit(position_in_group); };
  Base64Group group = Base64Group::kBlank;
  int count = 0;
  while (group == Base64Group::kDecoded || group == Base64Group::kBlank) group = DecodeBase64Group(next, out, count);
  switch (group) {
    case Base64Group::kCut:
      if (count == 1) return FailBase64('"', count, "");
      --next_;
      return FailHere(Concat("Failed to decode VALUE_STRING as base64 (MIME-NO-LINEFEEDS): ", kBase64CutFailure));
    case Base64Group::kNotPadded: {
      const unsigned char wrong = Byte(next_[-1]);
      return FailBase64(wrong, 3, wrong == '"' ? "" : kBase64PaddingExpected);
    }
    case Base64Group::kEnd:
      break;
    default:
      return false;
  }
  failed_in_string_ = unread_ = false;
  bytes = {start, static_cast<size_t>(out - start)};
  arena_->ShrinkLast(start, bytes.size());
  return true;
}

// A character outside ASCII in a string, as Jackson decodes it: neither shortest form nor range matter. The second unit is 0 where
// there is none.
bool JsonReader::ReadMultiByte(char32_t& first_unit, char32_t& second_unit) {
  const unsigned char first = Byte(*next_++);
  int needed = 0;
  int32_t value = 0;
  if ((first & 0xE0) == 0xC0) {
    needed = 1;
    value = first & 0x1F;
  } else if ((first & 0xF0) == 0xE0) {
    needed = 2;
    value = first & 0x0F;
  } else if ((first & 0xF8) == 0xF0) {
    needed = 3;
    value = first & 0x07;
  } else {
    return FailStartByte(first);
  }
  for (int i = 0; i < needed; ++i) {
    if (next_ == end_) return FailUnexpectedEnd();
    const unsigned char byte = Byte(*next_++);
    if (!IsContinuation(byte)) return FailMiddleByte(byte);
    value = (value << 6) | (byte & 0x3F);
  }
  second_unit = 0;
  if (needed == 3) {
    value -= 0x10000;
    second_unit = static_cast<char32_t>(0xDC00 | (value & 0x3FF));
    value = 0xD800 | (value >> 10);
  }
  first_unit = static_cast<uint16_t>(value);
  return true;
}

bool JsonReader::ReadName(std::string_view& name) {
  const char* const start = next_;
  const char* p = start;
  while (true) {
    p = FindStringSpecial(p, end_);
    if (p == end_) {
      next_ = end_;
      const bool at_once = start == end_ && !options_.from_text;
      return FailAtEnd(at_once ? ": was expecting closing '\"' for name" : " in field name");
    }
    const unsigned char c = Byte(*p);
    if (c == '"') {
      next_ = p + 1;
      name = {start, static_cast<size_t>(p - start)};
      break;
    }
    if (c < 0x20) {
      ++p;
      if (options_.allow_control_characters) continue;
      next_ = p;
      return FailControlCharacter(c, "name");
    }
    const size_t length = c == '\\' ? 0 : options_.from_text ? Utf8Length(c) : WellFormedLength(p, end_);
    if (length == 0) return ReadNameSlowly(start, p, name);
    p += length;
  }
  if (name.size() <= kMaxNameLength || options_.version == FlinkVersion::k1_20) return true;
  return CheckNameBytes(name, name);
}

// Jackson first takes the escapes out, then decodes the whole name.
bool JsonReader::ReadNameSlowly(const char* start, const char* special, std::string_view& name) {
  std::string bytes(start, special);
  const char* p = special;
  while (true) {
    if (p == end_) {
      next_ = end_;
      return FailAtEnd(" in field name");
    }
    const unsigned char c = Byte(*p);
    next_ = p + 1;
    if (c == '"') break;
    if (c == '\\') {
      char32_t unit = 0;
      if (!ReadEscape(unit)) return false;
      AppendCodePoint(bytes, unit);
    } else {
      if (c < 0x20 && !options_.allow_control_characters) return FailControlCharacter(c, "name");
      bytes.push_back(*p);
    }
    p = next_;
  }
  return CheckNameBytes(bytes, name);
}

bool JsonReader::CheckNameBytes(std::string_view bytes, std::string_view& name) {
  const bool bounded = options_.version == FlinkVersion::k2_3;
  const size_t length = options_.from_text ? 0 : std::min(bytes.size(), kLargestNameTable);
  if (bounded && length > kMaxNameLength) {
    return FailConstraint("Name length", length, kMaxNameLength, "getMaxNameLength");
  }
  std::string decoded;
  NameDecoder decoder(bytes);
  switch (decoder.Decode(decoded)) {
    case NameDecoder::Result::kSound:
      break;
    case NameDecoder::Result::kWrongStart:
      return FailStartByte(static_cast<int>(decoder.wrong()));
    case NameDecoder::Result::kWrongMiddle:
      return FailMiddleByte(decoder.wrong());
    case NameDecoder::Result::kCut:
      return FailAtEnd(" in field name");
  }
  if (bounded && options_.from_text && decoded.size() > kMaxNameLength) {
    const size_t units = Utf16Length(decoded);
    if (units > kMaxNameLength) return FailConstraint("Name length", units, kMaxNameLength, "getMaxNameLength");
  }
  name = arena_->Copy(decoded);
  return true;
}

// The character that starts with byte `first`, the rest of which is read from next_, for a message.
bool JsonReader::DecodeForError(int first, char32_t& unit) {
  unit = static_cast<char32_t>(first);
  if (first < 0x80) return true;
  int needed = 0;
  if ((first & 0xE0) == 0xC0) {
    unit = first & 0x1F;
    needed = 1;
  } else if ((first & 0xF0) == 0xE0) {
    unit = first & 0x0F;
    needed = 2;
  } else if ((first & 0xF8) == 0xF0) {
    unit = first & 0x07;
    needed = 3;
  } else {
    return FailStartByte(first);
  }
  for (int i = 0; i < needed; ++i) {
    if (next_ == end_) return FailUnexpectedEnd();
    const unsigned char byte = Byte(*next_++);
    if (!IsContinuation(byte)) return FailMiddleByte(byte);
    unit = (unit << 6) | (byte & 0x3F);
  }
  return true;
}

// The UTF-16 unit at a place of a Java String; the byte of a message.
int JsonReader::UnitAt(const char* at) const {
  if (!options_.from_text || Byte(*at) < 0x80) return Byte(*at);
  size_t position = 0;
  const char32_t c = NextCodePoint({at, static_cast<size_t>(end_ - at)}, position);
  return static_cast<int>(c >= 0x10000 ? 0xD800 + ((c - 0x10000) >> 10) : c);
}

bool JsonReader::Fail(std::string_view error_class, std::string_view message, Place place) {
  error_class_ = error_class;
  error_message_ = message;
  error_message_ += "\n at ";
  AppendLocation(error_message_, row_, static_cast<uint32_t>(row_start_ - begin_), place);
  token_before_error_ = token_;
  token_ = JsonToken::kError;
  return false;
}

bool JsonReader::FailHere(std::string_view message) { return Fail(kJsonParseException, message, Behind()); }

bool JsonReader::FailAtEnd(std::string_view message) {
  return Fail(kEofException, Concat("Unexpected end-of-input", message), Behind());
}

bool JsonReader::FailUnexpectedEnd() { return FailAtEnd(Concat(" in ", JavaTokenName(token_))); }

bool JsonReader::FailConstraint(std::string_view what, size_t actual, size_t allowed, std::string_view getter) {
  error_class_ = kConstraintsException;
  error_message_ = Concat(what, " (", actual, ") exceeds the maximum allowed (", allowed, ", from `StreamReadConstraints.", getter,
                          "()`)");
  token_before_error_ = token_;
  token_ = JsonToken::kError;
  return false;
}

bool JsonReader::FailUnexpectedCharacter(int c, std::string_view comment, Place behind) {
  if (options_.version == FlinkVersion::k2_3) --behind.plus;
  return Fail(kJsonParseException, Concat("Unexpected character (", DescribeCharacter(c), "): ", comment), behind);
}

bool JsonReader::FailUnexpectedNumberCharacter(int c, std::string_view comment, Place behind) {
  if (options_.version == FlinkVersion::k2_3) --behind.plus;
  return Fail(kJsonParseException, Concat("Unexpected character (", DescribeCharacter(c), ") in numeric value: ", comment), behind);
}

bool JsonReader::FailControlCharacter(int c, std::string_view where) {
  Place behind = Behind();
  if (options_.version == FlinkVersion::k2_3) --behind.plus;
  return Fail(kJsonParseException,
              Concat("Illegal unquoted character (", DescribeCharacter(c),
                     "): has to be escaped using backslash to be included in ", where),
              behind);
}

bool JsonReader::FailInvalidToken(std::string matched) {
  size_t units = Utf16Length(matched);
  while (next_ != end_) {
    char32_t unit = 0;
    if (options_.from_text) {
      unit = static_cast<char32_t>(UnitAt(next_));
      if (!IsJavaIdentifierPart(static_cast<uint16_t>(unit))) break;
      next_ += Utf8Length(Byte(*next_));
    } else {
      const int first = Byte(*next_++);
      if (!DecodeForError(first, unit)) return false;
      unit &= 0xFFFF;
      if (!IsJavaIdentifierPart(static_cast<uint16_t>(unit))) break;
    }
    AppendCodePoint(matched, unit);
    if (++units >= kMaxTokenShown) {
      matched += "...";
      break;
    }
  }
  return FailHere(Concat("Unrecognized token '", matched, "': was expecting ", kValidValues));
}

// `at`: the first character after a sign; next_ is behind its first byte.
bool JsonReader::FailInvalidNumberStart(const char* at, bool negative) {
  int c = UnitAt(at);
  while (c == 'I') {
    if (next_ == end_) return FailAtEnd(" in a Number value");
    at = next_;
    c = options_.from_text ? UnitAt(at) : static_cast<signed char>(*at);
    next_ += options_.from_text ? Utf8Length(Byte(*at)) : 1;
    if (c != 'N' && c != 'n') break;
    std::string match = negative ? "-" : "+";
    match += c == 'N' ? "INF" : "Infinity";
    if (!MatchLiteral(match, 3)) return false;
    return FailHere(Concat("Non-standard token '", match, "': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow"));
  }
  const Place behind = BehindUnit(at);
  if (!negative) {
    return FailUnexpectedNumberCharacter('+',
                                         "JSON spec does not allow numbers to have plus signs: enable "
                                         "`JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS` to allow",
                                         behind);
  }
  return FailUnexpectedNumberCharacter(c, "expected digit (0-9) to follow minus sign, for valid numeric value", behind);
}

bool JsonReader::FailUnexpectedValue(int first) {
  const char* start = next_ - 1;
  const int c = first < 0x80 ? first : UnitAt(start);
  const Place behind = BehindUnit(start);
  const bool is_missing = options_.from_text ? c == '}'
                                             : c == '}' || c == ',' || (c == ']' && frame().scope == Scope::kArray);
  if (is_missing) return FailUnexpectedCharacter(c, "expected a value", behind);
  if (c == 'N' || c == 'I') {
    const std::string_view literal = c == 'N' ? "NaN" : "Infinity";
    if (!MatchLiteral(literal, 1)) return false;
    return FailHere(
        Concat("Non-standard token '", literal, "': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow"));
  }
  if (c == '+') {
    if (next_ == end_) return FailAtEnd(" in a Number value");
    const char* at = next_++;
    return FailInvalidNumberStart(at, /*negative=*/false);
  }
  if (IsJavaIdentifierStart(static_cast<uint16_t>(c))) {
    if (options_.from_text) next_ = start + Utf8Length(Byte(*start));
    std::string token;
    AppendCodePoint(token, static_cast<char32_t>(c));
    return FailInvalidToken(std::move(token));
  }
  return FailUnexpectedCharacter(c, Concat("expected a valid value ", kValidValues), behind);
}

bool JsonReader::FailStartByte(int c) {
  return FailHere(Concat("Invalid UTF-8 start byte 0x", Hexadecimal(static_cast<uint32_t>(c))));
}

bool JsonReader::FailMiddleByte(uint32_t c) { return FailHere(Concat("Invalid UTF-8 middle byte 0x", Hexadecimal(c))); }

std::string ShadedJacksonClass(std::string_view name) {
  std::string_view package = "";
  if (name == "JsonEOFException") package = "io.";
  if (name == "StreamConstraintsException" || name == "InputCoercionException") package = "exc.";
  return Concat("org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.", package, name);
}

std::string JsonReader::Location() const {
  std::string location;
  AppendLocation(location, row_, static_cast<uint32_t>(row_start_ - begin_), Place{next_});
  return location;
}

std::string JsonReader::ValueLocation() const {
  std::string location;
  const Place place = value_start_ == nullptr ? Place{value_row_start_, -1} : Place{value_start_};
  AppendLocation(location, value_row_, static_cast<uint32_t>(value_row_start_ - begin_), place);
  return location;
}

void JsonReader::AppendLocation(std::string& out, int32_t row, uint32_t row_start, Place place) const {
  const std::string_view before = {begin_ + row_start, static_cast<size_t>(place.at - begin_) - row_start};
  const auto units = static_cast<int64_t>(options_.from_text ? Utf16Length(before) : before.size());
  const int64_t column = units + place.plus + 1;
  Append(out, "[Source: ", SourceText(), "; line: ", row);
  // A source that is not shown counts as binary, of which no column 0 is shown.
  if (column > 0 || options_.version == FlinkVersion::k1_20) Append(out, ", column: ", column);
  out.push_back(']');
}

const std::string& JsonReader::SourceText() const {
  if (!source_text_.empty()) return source_text_;
  const std::string_view text = {begin_, static_cast<size_t>(end_ - begin_)};
  const bool has_bytes = options_.source_bytes.data() != nullptr;
  if (options_.from_text && !has_bytes) {
    source_text_ = DescribeTextSource(text, options_.version);
  } else {
    source_text_ = DescribeByteSource(has_bytes ? options_.source_bytes : text, options_.version);
  }
  return source_text_;
}

std::string_view JsonReader::ScopeName() const {
  switch (frame().scope) {
    case Scope::kRoot:
      return "root";
    case Scope::kArray:
      return "Array";
    case Scope::kObject:
      return "Object";
  }
  return "";
}

}  // namespace drey
