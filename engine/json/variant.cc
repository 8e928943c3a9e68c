// Rules: org.apache.flink.types.variant.BinaryVariant and its builder (Flink 2.3).
#include "engine/json/variant.h"

#include <algorithm>
#include <bit>
#include <map>
#include <vector>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/json/json_reader.h"
#include "engine/json/json_writer.h"
#include "engine/types/decimal.h"
#include "engine/types/java_floating_point.h"
#include "engine/types/java_integer.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

constexpr size_t kVariantSizeLimit = 1 << 24;
constexpr size_t kMaxShortText = 63;
constexpr size_t kMaxVariantDecimalDigits = 38;

enum class VariantBasicType : uint8_t { kPrimitive, kShortText, kObject, kArray };

enum class VariantPrimitive : uint8_t {
  kNull = 0,
  kTrue = 1,
  kFalse = 2,
  kInteger1 = 3,
  kInteger2 = 4,
  kInteger4 = 5,
  kInteger8 = 6,
  kDouble = 7,
  kDecimal4 = 8,
  kDecimal8 = 9,
  kDecimal16 = 10,
  kLongText = 16,
};

void AppendLittleEndian(uint64_t value, size_t bytes, std::string& out) {
  for (size_t i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i)));
}

uint64_t ReadLittleEndian(std::string_view bytes, size_t at, size_t count) {
  uint64_t value = 0;
  for (size_t i = 0; i < count; ++i) value |= uint64_t{static_cast<uint8_t>(bytes[at + i])} << (8 * i);
  return value;
}

int64_t ReadSigned(std::string_view bytes, size_t at, size_t count) {
  const auto shift = static_cast<int>(64 - 8 * count);
  return static_cast<int64_t>(ReadLittleEndian(bytes, at, count) << shift) >> shift;
}

// The bytes that an offset or a key of at most `value` takes.
size_t UnsignedWidth(size_t value) { return value <= 0xFF ? 1 : value <= 0xFFFF ? 2 : 3; }

// ---------------------------------------------------------------------------------------------------------------- writing

struct VariantFieldEntry {
  std::string_view key;  // Java text
  size_t id;
  size_t offset;  // from the first byte of the first field
  size_t size;
};

class VariantBuilder {
 public:
  VariantBuilder(JsonReader& reader, DuplicateKeys duplicates, Arena& arena) : reader_(reader), duplicates_(duplicates), arena_(arena) {}

  // The value whose first token is the reader's current one. False on failure; without a failure of its own it is the reader's.
  // Jackson bounds the nesting.
  bool Append(JsonToken token) {
    switch (token) {
      case JsonToken::kObjectStart:
        if (!AppendObject()) return false;
        break;
      case JsonToken::kArrayStart:
        if (!AppendArray()) return false;
        break;
      case JsonToken::kString:
        AppendText(EncodeJavaText(reader_.text(), arena_));
        break;
      case JsonToken::kInteger:
      case JsonToken::kFloat:
        AppendNumber(token, reader_.text());
        break;
      case JsonToken::kTrue:
        AppendPrimitive(VariantPrimitive::kTrue);
        break;
      case JsonToken::kFalse:
        AppendPrimitive(VariantPrimitive::kFalse);
        break;
      case JsonToken::kNull:
        AppendPrimitive(VariantPrimitive::kNull);
        break;
      default:
        return false;
    }
    return value_.size() <= kVariantSizeLimit || Refuse("VARIANT_SIZE_LIMIT");
  }

  // The whole: see variant.h.
  std::optional<std::string_view> Finish() {
    std::string metadata = Metadata();
    if (metadata.size() > kVariantSizeLimit) {
      Refuse("VARIANT_SIZE_LIMIT");
      return std::nullopt;
    }
    std::string whole;
    AppendLittleEndian(0, 4, whole);
    AppendLittleEndian(metadata.size(), 4, whole);
    return arena_.Copy(Concat(whole, metadata, value_));
  }

  // Empty where the reader failed.
  std::string_view refusal() const { return refusal_; }

 private:
  bool Refuse(std::string_view message) {
    refusal_ = message;
    return false;
  }

  void AppendPrimitive(VariantPrimitive primitive) { value_.push_back(static_cast<char>(static_cast<uint8_t>(primitive) << 2)); }

  void AppendText(std::string_view text) {
    if (text.size() > kMaxShortText) {
      AppendPrimitive(VariantPrimitive::kLongText);
      AppendLittleEndian(text.size(), 4, value_);
    } else {
      value_.push_back(static_cast<char>(text.size() << 2 | static_cast<uint8_t>(VariantBasicType::kShortText)));
    }
    value_.append(text);
  }

  void AppendInteger(int64_t value) {
    const auto append = [&](VariantPrimitive primitive, size_t bytes) {
      AppendPrimitive(primitive);
      AppendLittleEndian(static_cast<uint64_t>(value), bytes, value_);
    };
    if (value == static_cast<int8_t>(value)) return append(VariantPrimitive::kInteger1, 1);
    if (value == static_cast<int16_t>(value)) return append(VariantPrimitive::kInteger2, 2);
    if (value == static_cast<int32_t>(value)) return append(VariantPrimitive::kInteger4, 4);
    append(VariantPrimitive::kInteger8, 8);
  }

  void AppendNumber(JsonToken token, std::string_view literal) {
    if (token == JsonToken::kInteger) {
      if (const auto integer = ParseJavaInteger<int64_t>(literal)) return AppendInteger(*integer);
    }
    if (AppendDecimal(literal)) return;
    AppendPrimitive(VariantPrimitive::kDouble);
    AppendLittleEndian(std::bit_cast<uint64_t>(*ParseJavaDouble(literal)), 8, value_);
  }

  // False for a number with an exponent or with more digits than a DECIMAL has.
  bool AppendDecimal(std::string_view literal) {
    size_t scale = 0;
    size_t precision = 0;
    bool has_point = false;
    Int128 unscaled = 0;
    for (const char c : literal) {
      if (c == '-') continue;
      if (c == '.') {
        has_point = true;
        continue;
      }
      if (c < '0' || c > '9') return false;
      if (has_point) ++scale;
      if (precision > 0 || c != '0') ++precision;
      if (precision > kMaxVariantDecimalDigits || scale > kMaxVariantDecimalDigits) return false;
      unscaled = unscaled * 10 + (c - '0');
    }
    if (literal.starts_with('-')) unscaled = -unscaled;
    const size_t digits = std::max(precision, scale);
    const VariantPrimitive primitive =
        digits <= 9 ? VariantPrimitive::kDecimal4 : digits <= 18 ? VariantPrimitive::kDecimal8 : VariantPrimitive::kDecimal16;
    AppendPrimitive(primitive);
    value_.push_back(static_cast<char>(scale));
    AppendLittleEndian(static_cast<uint64_t>(unscaled), digits <= 9 ? 4 : 8, value_);
    if (digits > 18) AppendLittleEndian(static_cast<uint64_t>(unscaled >> 64), 8, value_);
    return true;
  }

  bool AppendObject() {
    std::vector<VariantFieldEntry> fields;
    const size_t start = value_.size();
    for (JsonToken token = reader_.Next(); token != JsonToken::kObjectEnd; token = reader_.Next()) {
      if (token != JsonToken::kFieldName) return false;
      const std::string_view key = arena_.Copy(reader_.text());
      fields.push_back({.key = key, .id = IdOf(key), .offset = value_.size() - start, .size = 0});
      if (!Append(reader_.Next())) return false;
      fields.back().size = value_.size() - start - fields.back().offset;
    }
    std::stable_sort(fields.begin(), fields.end(), [](const VariantFieldEntry& a, const VariantFieldEntry& b) { return CompareUtf16(a.key, b.key) < 0; });
    if (!MergeDuplicates(start, fields)) return false;
    InsertObjectHeader(start, fields);
    return true;
  }

  // Of fields with equal keys the last one written stays.
  bool MergeDuplicates(size_t start, std::vector<VariantFieldEntry>& fields) {
    std::vector<VariantFieldEntry> kept;
    for (const VariantFieldEntry& field : fields) {
      if (kept.empty() || kept.back().id != field.id) {
        kept.push_back(field);
        continue;
      }
      if (duplicates_ == DuplicateKeys::kRefused) return Refuse("VARIANT_DUPLICATE_KEY");
      if (kept.back().offset < field.offset) kept.back() = field;
    }
    if (kept.size() == fields.size()) return true;
    std::vector<VariantFieldEntry*> in_order;
    for (VariantFieldEntry& field : kept) in_order.push_back(&field);
    std::sort(in_order.begin(), in_order.end(), [](const VariantFieldEntry* a, const VariantFieldEntry* b) { return a->offset < b->offset; });
    std::string data;
    for (VariantFieldEntry* field : in_order) {
      const size_t offset = data.size();
      data.append(value_, start + field->offset, field->size);
      field->offset = offset;
    }
    value_.replace(start, std::string::npos, data);
    fields = std::move(kept);
    return true;
  }

  void InsertObjectHeader(size_t start, const std::vector<VariantFieldEntry>& fields) {
    size_t most_id = 0;
    for (const VariantFieldEntry& field : fields) most_id = std::max(most_id, field.id);
    const size_t data_size = value_.size() - start;
    const bool is_large = fields.size() > 0xFF;
    const size_t id_width = UnsignedWidth(most_id);
    const size_t offset_width = UnsignedWidth(data_size);
    std::string header;
    header.push_back(static_cast<char>((is_large ? 1 : 0) << 6 | (id_width - 1) << 4 | (offset_width - 1) << 2 |
                                       static_cast<uint8_t>(VariantBasicType::kObject)));
    AppendLittleEndian(fields.size(), is_large ? 4 : 1, header);
    for (const VariantFieldEntry& field : fields) AppendLittleEndian(field.id, id_width, header);
    for (const VariantFieldEntry& field : fields) AppendLittleEndian(field.offset, offset_width, header);
    AppendLittleEndian(data_size, offset_width, header);
    value_.insert(start, header);
  }

  bool AppendArray() {
    std::vector<size_t> offsets;
    const size_t start = value_.size();
    for (JsonToken token = reader_.Next(); token != JsonToken::kArrayEnd; token = reader_.Next()) {
      offsets.push_back(value_.size() - start);
      if (!Append(token)) return false;
    }
    const size_t data_size = value_.size() - start;
    const bool is_large = offsets.size() > 0xFF;
    const size_t offset_width = UnsignedWidth(data_size);
    std::string header;
    header.push_back(static_cast<char>((is_large ? 1 : 0) << 4 | (offset_width - 1) << 2 | static_cast<uint8_t>(VariantBasicType::kArray)));
    AppendLittleEndian(offsets.size(), is_large ? 4 : 1, header);
    for (const size_t offset : offsets) AppendLittleEndian(offset, offset_width, header);
    AppendLittleEndian(data_size, offset_width, header);
    value_.insert(start, header);
    return true;
  }

  size_t IdOf(std::string_view key) {
    const auto [position, is_new] = ids_.try_emplace(key, keys_.size());
    if (is_new) keys_.push_back(EncodeJavaText(key, arena_));
    return position->second;
  }

  std::string Metadata() const {
    constexpr uint8_t kEncodingVersion = 1;
    size_t text_size = 0;
    for (const std::string_view key : keys_) text_size += key.size();
    const size_t width = UnsignedWidth(std::max(text_size, keys_.size()));
    std::string metadata;
    metadata.push_back(static_cast<char>(kEncodingVersion | (width - 1) << 6));
    AppendLittleEndian(keys_.size(), width, metadata);
    size_t offset = 0;
    for (const std::string_view key : keys_) {
      AppendLittleEndian(offset, width, metadata);
      offset += key.size();
    }
    AppendLittleEndian(offset, width, metadata);
    for (const std::string_view key : keys_) metadata.append(key);
    return metadata;
  }

  JsonReader& reader_;
  const DuplicateKeys duplicates_;
  Arena& arena_;
  std::string value_;
  std::map<std::string_view, size_t> ids_;
  std::vector<std::string_view> keys_;  // UTF-8
  std::string_view refusal_;
};

// ---------------------------------------------------------------------------------------------------------------- reading

// A place in a value.
class VariantView {
 public:
  explicit VariantView(std::string_view whole)
      : whole_(whole), begin_(ReadLittleEndian(whole, 0, 4)), metadata_(whole.substr(8, ReadLittleEndian(whole, 4, 4))),
        value_(whole.substr(8 + metadata_.size())) {}

  VariantView At(size_t begin) const {
    VariantView view = *this;
    view.begin_ = begin;
    return view;
  }

  // The same with its own beginning, as the bytes of a Datum.
  std::string_view Copy(Arena& arena) const {
    std::string head;
    AppendLittleEndian(begin_, 4, head);
    return arena.Copy(Concat(head, whole_.substr(4)));
  }

  VariantBasicType basic_type() const { return static_cast<VariantBasicType>(Header() & 3); }
  VariantPrimitive primitive() const { return static_cast<VariantPrimitive>(Header() >> 2); }
  size_t begin() const { return begin_; }
  std::string_view metadata() const { return metadata_; }
  std::string_view bytes() const { return value_.substr(begin_, Size()); }

  std::string_view Text() const {
    if (basic_type() == VariantBasicType::kShortText) return value_.substr(begin_ + 1, Header() >> 2);
    return value_.substr(begin_ + 5, ReadLittleEndian(value_, begin_ + 1, 4));
  }

  int64_t Integer(size_t bytes) const { return ReadSigned(value_, begin_ + 1, bytes); }

  double Double() const { return std::bit_cast<double>(ReadLittleEndian(value_, begin_ + 1, 8)); }

  void AppendDecimal(size_t bytes, std::string& out) const {
    size_t scale = static_cast<uint8_t>(value_[begin_ + 1]);
    Int128 unscaled = bytes == 16 ? Int128{ReadSigned(value_, begin_ + 10, 8)} << 64 | Int128{ReadLittleEndian(value_, begin_ + 2, 8)}
                                  : Int128{ReadSigned(value_, begin_ + 2, bytes)};
    while (scale > 0 && unscaled % 10 == 0) {
      unscaled /= 10;
      --scale;
    }
    drey::AppendDecimal({.unscaled = unscaled, .scale = static_cast<int>(scale)}, out);
  }

  // Of objects and arrays.
  size_t Count() const { return ReadLittleEndian(value_, begin_ + 1, CountWidth()); }
  VariantView Child(size_t index) const {
    return At(DataStart() + ReadLittleEndian(value_, OffsetsStart() + index * OffsetWidth(), OffsetWidth()));
  }

  // UTF-8.
  std::string_view Key(size_t index) const {
    const size_t id = ReadLittleEndian(value_, begin_ + 1 + CountWidth() + index * IdWidth(), IdWidth());
    const size_t width = (static_cast<uint8_t>(metadata_[0]) >> 6) + size_t{1};
    const size_t count = ReadLittleEndian(metadata_, 1, width);
    const size_t texts = 1 + width + (count + 1) * width;
    const size_t from = ReadLittleEndian(metadata_, 1 + width + id * width, width);
    const size_t to = ReadLittleEndian(metadata_, 1 + width + (id + 1) * width, width);
    return metadata_.substr(texts + from, to - from);
  }

 private:
  uint8_t Header() const { return static_cast<uint8_t>(value_[begin_]); }
  bool IsObject() const { return basic_type() == VariantBasicType::kObject; }
  size_t CountWidth() const { return Header() >> (IsObject() ? 6 : 4) & 1 ? 4 : 1; }
  size_t IdWidth() const { return IsObject() ? (Header() >> 4 & 3) + size_t{1} : 0; }
  size_t OffsetWidth() const { return (Header() >> 2 & 3) + size_t{1}; }
  size_t OffsetsStart() const { return begin_ + 1 + CountWidth() + Count() * IdWidth(); }
  size_t DataStart() const { return OffsetsStart() + (Count() + 1) * OffsetWidth(); }

  size_t Size() const {
    switch (basic_type()) {
      case VariantBasicType::kShortText:
        return 1 + Text().size();
      case VariantBasicType::kObject:
      case VariantBasicType::kArray:
        return DataStart() - begin_ + ReadLittleEndian(value_, OffsetsStart() + Count() * OffsetWidth(), OffsetWidth());
      case VariantBasicType::kPrimitive:
        break;
    }
    switch (primitive()) {
      case VariantPrimitive::kNull:
      case VariantPrimitive::kTrue:
      case VariantPrimitive::kFalse:
        return 1;
      case VariantPrimitive::kInteger1:
        return 2;
      case VariantPrimitive::kInteger2:
        return 3;
      case VariantPrimitive::kInteger4:
        return 5;
      case VariantPrimitive::kInteger8:
      case VariantPrimitive::kDouble:
        return 9;
      case VariantPrimitive::kDecimal4:
        return 6;
      case VariantPrimitive::kDecimal8:
        return 10;
      case VariantPrimitive::kDecimal16:
        return 18;
      case VariantPrimitive::kLongText:
        return 5 + Text().size();
    }
    return 1;
  }

  std::string_view whole_;
  size_t begin_;
  std::string_view metadata_;
  std::string_view value_;
};

void AppendPrimitiveJson(const VariantView& value, std::string& out) {
  switch (value.primitive()) {
    case VariantPrimitive::kNull:
      out.append("null");
      return;
    case VariantPrimitive::kTrue:
      out.append("true");
      return;
    case VariantPrimitive::kFalse:
      out.append("false");
      return;
    case VariantPrimitive::kInteger1:
      return Append(out, value.Integer(1));
    case VariantPrimitive::kInteger2:
      return Append(out, value.Integer(2));
    case VariantPrimitive::kInteger4:
      return Append(out, value.Integer(4));
    case VariantPrimitive::kInteger8:
      return Append(out, value.Integer(8));
    case VariantPrimitive::kDouble:
      return AppendJavaDouble(value.Double(), out);
    case VariantPrimitive::kDecimal4:
      return value.AppendDecimal(4, out);
    case VariantPrimitive::kDecimal8:
      return value.AppendDecimal(8, out);
    case VariantPrimitive::kDecimal16:
      return value.AppendDecimal(16, out);
    case VariantPrimitive::kLongText:
      return AppendJsonString(value.Text(), JsonGenerator::kCharacters, out);
  }
}

// As deep as Jackson let the text nest.
void AppendViewJson(const VariantView& value, std::string& out) {
  switch (value.basic_type()) {
    case VariantBasicType::kPrimitive:
      return AppendPrimitiveJson(value, out);
    case VariantBasicType::kShortText:
      return AppendJsonString(value.Text(), JsonGenerator::kCharacters, out);
    case VariantBasicType::kObject:
    case VariantBasicType::kArray:
      break;
  }
  const bool is_object = value.basic_type() == VariantBasicType::kObject;
  out.push_back(is_object ? '{' : '[');
  for (size_t i = 0; i < value.Count(); ++i) {
    if (i > 0) out.push_back(',');
    if (is_object) {
      AppendJsonString(value.Key(i), JsonGenerator::kCharacters, out);
      out.push_back(':');
    }
    AppendViewJson(value.Child(i), out);
  }
  out.push_back(is_object ? '}' : ']');
}

}  // namespace

std::optional<std::string_view> ParseVariant(std::string_view json, DuplicateKeys duplicates, FlinkVersion version, Arena& arena,
                                             VariantFailure& failure) {
  JsonReader reader(json, {.version = version, .from_text = true}, arena);
  VariantBuilder builder(reader, duplicates, arena);
  if (builder.Append(reader.Next())) {
    if (const auto variant = builder.Finish()) return variant;
  }
  if (!builder.refusal().empty()) {
    failure = {"org.apache.flink.types.variant.VariantTypeException", std::string(builder.refusal())};
  } else if (reader.current() == JsonToken::kEnd) {
    failure = {ShadedJacksonClass("JsonParseException"), Concat("Unexpected null token\n at ", reader.Location())};
  } else {
    failure = {ShadedJacksonClass(reader.error_class()), reader.error_message()};
  }
  return std::nullopt;
}

void AppendVariantJson(std::string_view variant, std::string& out) { AppendViewJson(VariantView(variant), out); }

bool AreEqualVariants(std::string_view a, std::string_view b) {
  const VariantView left(a);
  const VariantView right(b);
  return left.begin() == right.begin() && left.bytes() == right.bytes() && left.metadata() == right.metadata();
}

bool IsVariantObject(std::string_view variant) { return VariantView(variant).basic_type() == VariantBasicType::kObject; }

bool IsVariantArray(std::string_view variant) { return VariantView(variant).basic_type() == VariantBasicType::kArray; }

std::optional<std::string_view> VariantField(std::string_view object, std::string_view key, Arena& arena) {
  const VariantView view(object);
  for (size_t i = 0; i < view.Count(); ++i) {
    if (view.Key(i) == key) return view.Child(i).Copy(arena);
  }
  return std::nullopt;
}

std::optional<std::string_view> VariantElement(std::string_view array, int64_t index, Arena& arena) {
  const VariantView view(array);
  if (index < 0 || index >= static_cast<int64_t>(view.Count())) return std::nullopt;
  return view.Child(static_cast<size_t>(index)).Copy(arena);
}

}  // namespace drey
