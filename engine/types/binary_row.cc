#include "engine/types/binary_row.h"

#include <cstring>
#include <string>
#include <string_view>

#include "engine/types/decimal.h"
#include "engine/types/hash_map_order.h"

namespace drey {
namespace {

constexpr size_t kWord = 8;
constexpr size_t kMostInline = 7;  // bytes of a string that fit into the word of its column
constexpr int kMostCompactTimestamp = 3;

class BinaryRowWriter {
 public:
  explicit BinaryRowWriter(size_t columns) : header_((columns + 63 + 8) / 64 * kWord), bytes_(header_ + columns * kWord, '\0') {}

  void SetNull(size_t column) { bytes_[(column + 8) / 8] = static_cast<char>(bytes_[(column + 8) / 8] | 1 << (column + 8) % 8); }

  // The low `size` bytes of the word.
  void Write(size_t column, uint64_t value, size_t size) { std::memcpy(bytes_.data() + header_ + column * kWord, &value, size); }

  void WriteString(size_t column, std::string_view text) {
    if (text.size() > kMostInline) return WriteBehind(column, text, (text.size() + kWord - 1) / kWord * kWord, text.size());
    uint64_t word = (0x80 | text.size()) << 56;
    std::memcpy(&word, text.data(), text.size());
    Write(column, word, kWord);
  }

  // `room`: how much the value takes behind the columns; `size`: what the column says of it.
  void WriteBehind(size_t column, std::string_view value, size_t room, uint64_t size) {
    Write(column, static_cast<uint64_t>(bytes_.size()) << 32 | size, kWord);
    bytes_.append(value);
    bytes_.append(room - value.size(), '\0');
  }

  const std::string& bytes() const { return bytes_; }

 private:
  size_t header_;
  std::string bytes_;
};

// BigInteger.toByteArray: the high byte first, as few as hold the sign.
std::string TwosComplement(Int128 value) {
  std::string bytes(1, static_cast<char>(value));
  for (Int128 rest = value >> 7; rest != 0 && rest != -1; rest >>= 8) bytes.insert(0, 1, static_cast<char>(rest >> 1));
  return bytes;
}

void WriteCell(const LogicalType& type, const Datum& cell, size_t column, BinaryRowWriter& writer) {
  const auto integer = static_cast<uint64_t>(cell.integer);
  switch (type.root()) {
    case TypeRoot::kBoolean:
    case TypeRoot::kTinyint:
      return writer.Write(column, integer, 1);
    case TypeRoot::kSmallint:
      return writer.Write(column, integer, 2);
    case TypeRoot::kInteger:
    case TypeRoot::kDate:
    case TypeRoot::kTime:
    case TypeRoot::kIntervalYearMonth:
      return writer.Write(column, integer, 4);
    case TypeRoot::kFloat: {
      uint64_t bits = 0;
      std::memcpy(&bits, &cell.single, sizeof(cell.single));
      return writer.Write(column, bits, sizeof(cell.single));
    }
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
    case TypeRoot::kBinary:
    case TypeRoot::kVarbinary:
      return writer.WriteString(column, cell.view());
    case TypeRoot::kDecimal: {
      constexpr size_t kRoom = 16;
      if (type.precision() <= kMaxCompactPrecision) return writer.Write(column, integer, kWord);
      const std::string bytes = TwosComplement(*cell.wide);
      return writer.WriteBehind(column, bytes, kRoom, bytes.size());
    }
    case TypeRoot::kTimestamp:
    case TypeRoot::kTimestampLtz: {
      if (type.precision() <= kMostCompactTimestamp) return writer.Write(column, integer, kWord);
      char milliseconds[kWord];
      std::memcpy(milliseconds, &integer, kWord);
      return writer.WriteBehind(column, {milliseconds, kWord}, kWord, cell.size);
    }
    default:
      return writer.Write(column, integer, kWord);  // BIGINT, DOUBLE by its bits, an interval of milliseconds
  }
}

// A NULL of these has its room behind the columns all the same where Flink's generated code projects a key.
void WriteNull(const LogicalType& type, size_t column, BinaryRowWriter& writer) {
  writer.SetNull(column);
  if (type.Is(TypeRoot::kDecimal) && type.precision() > kMaxCompactPrecision) writer.WriteBehind(column, {}, 16, 0);
  if (type.IsTimestamp() && type.precision() > kMostCompactTimestamp) writer.WriteBehind(column, {}, kWord, 0);
}

}  // namespace

bool HasBinaryRowLayout(const LogicalType& type) { return !type.IsConstructed() && !type.Is(TypeRoot::kVariant) && !type.Is(TypeRoot::kBitmap); }

int32_t HashOfBinaryRow(const std::vector<LogicalType>& types, std::span<const Datum> row) {
  BinaryRowWriter writer(types.size());
  for (size_t i = 0; i < types.size(); ++i) {
    if (row[i].is_null) {
      WriteNull(types[i], i, writer);
    } else {
      WriteCell(types[i], row[i], i, writer);
    }
  }
  // Of whole words the hash by words is the hash by bytes.
  return HashOfStringData(writer.bytes());
}

}  // namespace drey
