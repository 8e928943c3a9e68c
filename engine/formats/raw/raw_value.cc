#include "engine/formats/raw/raw_value.h"

#include <bit>
#include <cstdint>

#include "engine/base/text.h"
#include "engine/types/java_string.h"

namespace drey {
namespace {

constexpr std::string_view kDeserializationException = "org.apache.flink.types.DeserializationException";

// Zero for text and bytes.
size_t FixedSize(TypeRoot root) {
  switch (root) {
    case TypeRoot::kBoolean:
    case TypeRoot::kTinyint:
      return 1;
    case TypeRoot::kSmallint:
      return 2;
    case TypeRoot::kInteger:
    case TypeRoot::kFloat:
      return 4;
    case TypeRoot::kBigint:
    case TypeRoot::kDouble:
      return 8;
    default:
      return 0;
  }
}

std::string_view TypeName(TypeRoot root) {
  switch (root) {
    case TypeRoot::kBoolean:
      return "BOOLEAN";
    case TypeRoot::kTinyint:
      return "TINYINT";
    case TypeRoot::kSmallint:
      return "SMALLINT";
    case TypeRoot::kInteger:
      return "INT";
    case TypeRoot::kFloat:
      return "FLOAT";
    case TypeRoot::kBigint:
      return "BIGINT";
    default:
      return "DOUBLE";
  }
}

uint64_t ReadBits(std::string_view bytes, bool little_endian) {
  uint64_t bits = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    const size_t at = little_endian ? bytes.size() - 1 - i : i;
    bits = (bits << 8) | static_cast<unsigned char>(bytes[at]);
  }
  return bits;
}

void AppendBits(uint64_t bits, size_t size, bool little_endian, std::string& out) {
  for (size_t i = 0; i < size; ++i) {
    const size_t shift = 8 * (little_endian ? i : size - 1 - i);
    out.push_back(static_cast<char>(bits >> shift));
  }
}

Datum DecodeBits(uint64_t bits, TypeRoot root) {
  switch (root) {
    case TypeRoot::kBoolean:
      return Datum::Boolean(bits != 0);
    case TypeRoot::kTinyint:
      return Datum::Integer(static_cast<int8_t>(bits));
    case TypeRoot::kSmallint:
      return Datum::Integer(static_cast<int16_t>(bits));
    case TypeRoot::kInteger:
      return Datum::Integer(static_cast<int32_t>(bits));
    case TypeRoot::kFloat:
      return Datum::Float(std::bit_cast<float>(static_cast<uint32_t>(bits)));
    case TypeRoot::kDouble:
      return Datum::Double(std::bit_cast<double>(bits));
    default:
      return Datum::Integer(static_cast<int64_t>(bits));
  }
}

uint64_t BitsOf(const Datum& value, TypeRoot root) {
  switch (root) {
    case TypeRoot::kBoolean:
      return value.boolean() ? 1 : 0;
    case TypeRoot::kFloat:
      return std::bit_cast<uint32_t>(value.single);
    case TypeRoot::kDouble:
      return std::bit_cast<uint64_t>(value.floating);
    default:
      return static_cast<uint64_t>(value.integer);
  }
}

bool IsText(TypeRoot root) { return root == TypeRoot::kChar || root == TypeRoot::kVarchar; }

}  // namespace

bool IsRawType(TypeRoot root) {
  return IsText(root) || root == TypeRoot::kBinary || root == TypeRoot::kVarbinary || FixedSize(root) != 0;
}

std::optional<Datum> DecodeRawValue(std::string_view bytes, TypeRoot root, const RawFormatOptions& options, Arena& arena,
                                    RowError& error) {
  if (IsText(root)) {
    if (options.charset == nullptr) return Datum::Text(bytes, TextForm::kUncheckedBytes);
    return Datum::Text(options.charset->Decode(bytes, arena));
  }
  const size_t size = FixedSize(root);
  if (size == 0) return Datum::Text(bytes);
  if (bytes.size() == size) return DecodeBits(ReadBits(bytes, options.little_endian), root);
  error = {.phase = RowError::Phase::kDecode,
           .message = Concat("Size of data received for deserializing ", TypeName(root), " type is not ", size, "."),
           .flink_class = std::string(kDeserializationException)};
  return std::nullopt;
}

void EncodeRawValue(const Datum& value, TypeRoot root, const RawFormatOptions& options, Arena& arena, std::string& out) {
  const size_t size = FixedSize(root);
  if (size != 0) {
    AppendBits(BitsOf(value, root), size, options.little_endian, out);
  } else if (!IsText(root)) {
    out += value.view();
  } else if (options.charset == nullptr) {
    out += Utf8Bytes(value, arena);
  } else {
    out += options.charset->Encode(JavaString(value, arena), arena);
  }
}

}  // namespace drey
