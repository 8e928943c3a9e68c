#include "runtime/log/local/envelope.h"

#include <array>
#include <limits>

#include "engine/base/suggestion.h"
#include "engine/base/text.h"
#include "engine/functions/encoding/base64.h"
#include "engine/types/java_string.h"
#include "runtime/log/local/json_cursor.h"

namespace drey {
namespace {

enum Field : uint8_t {
  kTopic,
  kPartition,
  kOffset,
  kTimestamp,
  kTimestampType,
  kHeaders,
  kKey,
  kKeyBase64,
  kValue,
  kValueBase64,
  kMeaningless,
};

struct FieldName {
  std::string_view name;
  Field field;
};

constexpr std::array kFieldNames = {
    FieldName{"topic", kTopic},
    FieldName{"partition", kPartition},
    FieldName{"offset", kOffset},
    FieldName{"tstype", kTimestampType},
    FieldName{"ts", kTimestamp},
    FieldName{"timestamp", kTimestamp},
    FieldName{"headers", kHeaders},
    FieldName{"key", kKey},
    FieldName{"payload", kValue},
    FieldName{"value", kValue},
    FieldName{"key_base64", kKeyBase64},
    FieldName{"payload_base64", kValueBase64},
    FieldName{"value_base64", kValueBase64},
    FieldName{"broker", kMeaningless},
    FieldName{"key_schema_id", kMeaningless},
    FieldName{"value_schema_id", kMeaningless},
};

const FieldName* FindField(std::string_view name) {
  for (const FieldName& known : kFieldNames) {
    if (known.name == name) return &known;
  }
  return nullptr;
}

// Key and key_base64 are one thing said in two ways.
unsigned SeenBit(Field field) {
  if (field == kKeyBase64) field = kKey;
  if (field == kValueBase64) field = kValue;
  return field == kMeaningless ? 0 : 1u << field;
}

bool IsAscii(std::string_view text) {
  unsigned char all = 0;
  for (const char c : text) all |= static_cast<unsigned char>(c);
  return all < 0x80;
}

class EnvelopeParser {
 public:
  EnvelopeParser(std::string_view line, Arena& arena, Envelope& envelope) : cursor_(line, arena), arena_(arena), out_(envelope) {}

  bool Parse() {
    if (!cursor_.Expect('{')) return false;
    if (!cursor_.Take('}')) {
      do {
        if (!ReadMember()) return false;
      } while (cursor_.Take(','));
      if (!cursor_.Expect('}')) return false;
    }
    if (out_.timestamp < 0) {
      out_.timestamp_type = TimestampType::kNone;
    } else if (!has_timestamp_type_) {
      out_.timestamp_type = TimestampType::kCreateTime;
    }
    return cursor_.ExpectEnd();
  }

  const JsonCursor& cursor() const { return cursor_; }
  std::string TakeHint() { return std::move(hint_); }

 private:
  bool ReadMember() {
    cursor_.Peek();
    const size_t place = cursor_.position();
    std::string_view name;
    if (!cursor_.ReadString(name)) return false;
    const FieldName* known = FindField(name);
    if (known == nullptr) return FailUnknown(place, name);
    const unsigned bit = SeenBit(known->field);
    if ((seen_ & bit) != 0) return cursor_.FailAt(place, Concat("'", name, "' is given twice"));
    seen_ |= bit;
    return cursor_.Expect(':') && ReadField(known->field);
  }

  bool FailUnknown(size_t place, std::string_view name) {
    std::vector<std::string> names;
    for (const FieldName& known : kFieldNames) names.emplace_back(known.name);
    hint_ = DidYouMean(name, names);
    if (hint_.empty()) hint_ = Concat("a line is an envelope as `kcat -J` prints it, with the fields ", Join(names, ", "));
    return cursor_.FailAt(place, Concat("unknown field '", name, "'"));
  }

  bool ReadField(Field field) {
    switch (field) {
      case kTopic:
        return cursor_.ReadString(out_.topic.emplace());
      case kPartition:
        return ReadPartition();
      case kOffset:
        return ReadOffset();
      case kTimestamp:
        return ReadTimestamp();
      case kTimestampType:
        return ReadTimestampType();
      case kHeaders:
        return ReadHeaders();
      case kKey:
        return ReadText(out_.key);
      case kValue:
        return ReadText(out_.value);
      case kKeyBase64:
        return ReadBase64(out_.key);
      case kValueBase64:
        return ReadBase64(out_.value);
      case kMeaningless: {
        std::string_view ignored;
        return cursor_.ReadRaw(ignored);
      }
    }
    return false;
  }

  bool ReadNatural(int64_t& out) {
    cursor_.Peek();
    const size_t place = cursor_.position();
    if (!cursor_.ReadInteger(out)) return false;
    return out >= 0 ? true : cursor_.FailAt(place, "must not be negative");
  }

  // The one behind it must be a number, too.
  bool ReadOffset() {
    cursor_.Peek();
    const size_t place = cursor_.position();
    if (!ReadNatural(out_.offset.emplace())) return false;
    return *out_.offset < std::numeric_limits<int64_t>::max() ? true : cursor_.FailAt(place, "no record can have this offset");
  }

  bool ReadPartition() {
    cursor_.Peek();
    const size_t place = cursor_.position();
    int64_t partition = 0;
    if (!ReadNatural(partition)) return false;
    if (partition > std::numeric_limits<int32_t>::max()) return cursor_.FailAt(place, "no such partition number");
    out_.partition = static_cast<int32_t>(partition);
    return true;
  }

  bool ReadTimestamp() {
    if (cursor_.Peek() == 'n') return cursor_.ReadNull();
    const size_t place = cursor_.position();
    if (!cursor_.ReadInteger(out_.timestamp)) return false;
    return out_.timestamp >= -1 ? true : cursor_.FailAt(place, "a timestamp is milliseconds since 1970, or -1 for none");
  }

  bool ReadTimestampType() {
    cursor_.Peek();
    const size_t place = cursor_.position();
    std::string_view text;
    if (!cursor_.ReadString(text)) return false;
    has_timestamp_type_ = true;
    if (text == "create") {
      out_.timestamp_type = TimestampType::kCreateTime;
    } else if (text == "logappend") {
      out_.timestamp_type = TimestampType::kLogAppendTime;
    } else if (text != "unknown" && text != "none") {
      return cursor_.FailAt(place, Concat("unknown tstype '", text, "': create, logappend or unknown"));
    }
    return true;
  }

  bool ReadText(std::optional<std::string_view>& out) {
    switch (cursor_.Peek()) {
      case '"':
        return cursor_.ReadString(out.emplace());
      case 'n':
        return cursor_.ReadNull();
      case '{':
      case '[':
        return cursor_.ReadRaw(out.emplace());
      default:
        hint_ = "put a number, true or false into quotes";
        return cursor_.Fail("a string, an object, an array or null expected");
    }
  }

  bool ReadBase64(std::optional<std::string_view>& out) {
    if (cursor_.Peek() == 'n') return cursor_.ReadNull();
    const size_t place = cursor_.position();
    std::string_view encoded;
    if (!cursor_.ReadString(encoded)) return false;
    char* bytes = arena_.Allocate(DecodedBase64Bound(encoded.size()));
    const DecodedBase64 decoded = DecodeBase64(encoded, bytes);
    if (!decoded.error.empty()) return cursor_.FailAt(place, decoded.error);
    out = std::string_view(bytes, decoded.size);
    return true;
  }

  bool ReadHeaders() {
    if (cursor_.Peek() == 'n') return cursor_.ReadNull();
    if (!cursor_.Expect('[')) return false;
    std::vector<RecordHeader> headers;
    if (!cursor_.Take(']')) {
      const bool objects = cursor_.Peek() == '{';
      do {
        RecordHeader& header = headers.emplace_back();
        if (!(objects ? ReadHeaderObject(header) : ReadHeaderPair(header))) return false;
      } while (cursor_.Take(','));
      if (!cursor_.Expect(']')) return false;
    }
    RecordHeader* kept = arena_.AllocateArray<RecordHeader>(headers.size());
    std::uninitialized_copy(headers.begin(), headers.end(), kept);
    out_.headers = {kept, headers.size()};
    return true;
  }

  bool ReadHeaderPair(RecordHeader& header) {
    if (!cursor_.ReadString(header.key)) return false;
    if (!cursor_.Take(',')) return cursor_.Fail("a header name without value; null stands for no value");
    return ReadHeaderValue(header);
  }

  bool ReadHeaderValue(RecordHeader& header) {
    if (cursor_.Peek() == 'n') return cursor_.ReadNull();
    return cursor_.ReadString(header.value.emplace());
  }

  bool ReadHeaderObject(RecordHeader& header) {
    if (!cursor_.Expect('{')) return false;
    const size_t start = cursor_.position();
    bool has_key = false;
    bool has_value = false;
    do {
      cursor_.Peek();
      const size_t place = cursor_.position();
      std::string_view name;
      if (!cursor_.ReadString(name) || !cursor_.Expect(':')) return false;
      bool& seen = name == "key" ? has_key : has_value;
      if (seen) return cursor_.FailAt(place, "a header has one key and one value");
      seen = true;
      if (name == "key") {
        if (!cursor_.ReadString(header.key)) return false;
      } else if (name == "value") {
        if (!ReadHeaderValue(header)) return false;
      } else if (name == "value_base64") {
        if (!ReadBase64(header.value)) return false;
      } else {
        return cursor_.FailAt(place, Concat("unknown field '", name, "' of a header: key, value and value_base64"));
      }
    } while (cursor_.Take(','));
    if (!cursor_.Expect('}')) return false;
    return has_key ? true : cursor_.FailAt(start, "a header without key");
  }

  JsonCursor cursor_;
  Arena& arena_;
  Envelope& out_;
  unsigned seen_ = 0;
  bool has_timestamp_type_ = false;
  std::string hint_;
};

constexpr std::string_view kHexDigits = "0123456789abcdef";

bool IsText(std::string_view bytes) { return IsAscii(bytes) || IsWellFormedUtf8(bytes); }

void AppendBase64(std::string_view bytes, std::string& out) {
  const size_t start = out.size();
  out.resize(start + EncodedBase64Size(bytes.size()));
  EncodeBase64(bytes, out.data() + start);
}

// `,"NAME":…`, or with the suffix _base64 for bytes that are not UTF-8.
void AppendBytes(std::string_view name, std::optional<std::string_view> bytes, std::string& out) {
  Append(out, '"', name);
  if (!bytes.has_value()) {
    out += "\":null";
  } else if (IsText(*bytes)) {
    out += "\":";
    AppendJsonString(*bytes, out);
  } else {
    out += "_base64\":\"";
    AppendBase64(*bytes, out);
    out += '"';
  }
}

bool AreTexts(std::span<const RecordHeader> headers) {
  for (const RecordHeader& header : headers) {
    if (header.value.has_value() && !IsText(*header.value)) return false;
  }
  return true;
}

void AppendHeaders(std::span<const RecordHeader> headers, std::string& out) {
  const bool texts = AreTexts(headers);
  out += "\"headers\":[";
  char separator = 0;
  for (const RecordHeader& header : headers) {
    if (separator != 0) out += separator;
    separator = ',';
    if (!texts) out += "{\"key\":";
    AppendJsonString(header.key, out);
    out += ',';
    if (!texts) {
      AppendBytes("value", header.value, out);
      out += '}';
    } else if (header.value.has_value()) {
      AppendJsonString(*header.value, out);
    } else {
      out += "null";
    }
  }
  out += "],";
}

}  // namespace

bool ParseEnvelope(std::string_view line, Arena& arena, Envelope& envelope, EnvelopeError& error) {
  envelope = {};
  if (!IsText(line)) {
    error = {0, "the line is not UTF-8", "`kcat -J` cannot carry binary: use key_base64 and payload_base64 for bytes that are not text"};
    return false;
  }
  if (line.starts_with("\xEF\xBB\xBF")) {
    error = {0, "the line begins with a byte order mark", "save the file as UTF-8 without one"};
    return false;
  }
  EnvelopeParser parser(line, arena, envelope);
  if (parser.Parse()) return true;
  error = {parser.cursor().error_position(), parser.cursor().message(), parser.TakeHint()};
  return false;
}

void AppendJsonString(std::string_view text, std::string& out) {
  out += '"';
  size_t plain = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, plain, i - plain);
    plain = i + 1;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        Append(out, "\\u00", kHexDigits[c >> 4], kHexDigits[c & 15]);
    }
  }
  out.append(text, plain);
  out += '"';
}

void AppendEnvelope(const RecordView& record, std::string& out) {
  out += "{\"topic\":";
  AppendJsonString(record.topic, out);
  Append(out, ",\"partition\":", record.partition, ",\"offset\":", record.offset, ",");
  if (record.timestamp_type != TimestampType::kNone) {
    const bool create = record.timestamp_type == TimestampType::kCreateTime;
    Append(out, "\"tstype\":\"", create ? "create" : "logappend", "\",\"ts\":", record.timestamp, ",");
  }
  if (!record.headers.empty()) AppendHeaders(record.headers, out);
  AppendBytes("key", record.key, out);
  out += ',';
  AppendBytes("payload", record.value, out);
  out += "}\n";
}

}  // namespace drey
