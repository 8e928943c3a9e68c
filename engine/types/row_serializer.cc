#include "engine/types/row_serializer.h"

#include <bit>
#include <cstring>

#include "engine/types/decimal.h"

namespace drey {
namespace {

constexpr uint64_t kNull = 0;
constexpr uint64_t kPresent = 1;

template <typename Value>
void AppendBytes(Value value, std::string& out) {
  char bytes[sizeof(Value)];
  std::memcpy(bytes, &value, sizeof(Value));
  out.append(bytes, sizeof(Value));
}

template <typename Value>
bool TakeBytes(std::string_view& bytes, Value& value) {
  if (bytes.size() < sizeof(Value)) return false;
  std::memcpy(&value, bytes.data(), sizeof(Value));
  bytes.remove_prefix(sizeof(Value));
  return true;
}

uint64_t ZigZag(int64_t value) { return (static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63); }
int64_t UnZigZag(uint64_t value) { return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1); }

// How many cells a value has per element, and the type of each.
size_t CellsPerElement(const LogicalType& type) { return type.Is(TypeRoot::kMap) || type.Is(TypeRoot::kMultiset) ? 2 : 1; }

const LogicalType& CellType(const LogicalType& type, size_t cell) {
  static const LogicalType kCount = LogicalType::Integer();
  switch (type.root()) {
    case TypeRoot::kRow:
      return type.fields()[cell].type;
    case TypeRoot::kMap:
      return cell % 2 == 0 ? type.key() : type.value();
    case TypeRoot::kMultiset:
      return cell % 2 == 0 ? type.element() : kCount;
    default:
      return type.element();
  }
}

void AppendValue(const Datum& value, const LogicalType& type, std::string& out) {
  if (value.is_null) return AppendVarint(kNull, out);
  AppendVarint(kPresent, out);
  switch (type.root()) {
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
    case TypeRoot::kBinary:
    case TypeRoot::kVarbinary:
    case TypeRoot::kVariant:
      return AppendBlock(value.view(), out);
    case TypeRoot::kFloat:
      return AppendBytes(std::bit_cast<uint32_t>(value.single), out);
    case TypeRoot::kDouble:
      return AppendBytes(std::bit_cast<uint64_t>(value.floating), out);
    case TypeRoot::kDecimal: {
      return AppendBytes(UnscaledOf(value, type.precision()), out);
    }
    case TypeRoot::kTimestamp:
    case TypeRoot::kTimestampLtz:
      AppendVarint(ZigZag(value.integer), out);
      return AppendVarint(value.size, out);
    case TypeRoot::kArray:
    case TypeRoot::kMap:
    case TypeRoot::kMultiset:
    case TypeRoot::kRow: {
      AppendVarint(value.size, out);
      const size_t cells = value.size * CellsPerElement(type);
      for (size_t i = 0; i < cells; ++i) AppendValue(value.cells[i], CellType(type, i), out);
      return;
    }
    case TypeRoot::kNull:
      return;
    default:
      AppendVarint(ZigZag(value.integer), out);
  }
}

bool TakeValue(std::string_view& bytes, const LogicalType& type, Arena& arena, Datum& value);

bool TakeCells(std::string_view& bytes, const LogicalType& type, Arena& arena, Datum& value) {
  uint64_t size = 0;
  if (!TakeVarint(bytes, size) || size > bytes.size()) return false;
  if (type.Is(TypeRoot::kRow) && size != type.fields().size()) return false;
  const size_t count = size * CellsPerElement(type);
  Datum* const cells = arena.AllocateArray<Datum>(count);
  for (size_t i = 0; i < count; ++i) {
    if (!TakeValue(bytes, CellType(type, i), arena, cells[i])) return false;
  }
  value = Datum::Cells(cells, static_cast<uint32_t>(size));
  return true;
}

bool TakeValue(std::string_view& bytes, const LogicalType& type, Arena& arena, Datum& value) {
  uint64_t presence = 0;
  if (!TakeVarint(bytes, presence) || presence > kPresent) return false;
  value = Datum::Null();
  if (presence == kNull) return true;
  switch (type.root()) {
    case TypeRoot::kChar:
    case TypeRoot::kVarchar:
    case TypeRoot::kBinary:
    case TypeRoot::kVarbinary:
    case TypeRoot::kVariant: {
      std::string_view text;
      if (!TakeBlock(bytes, text)) return false;
      value = Datum::Text(text, type.IsCharacterString() ? TextForm::kUncheckedBytes : TextForm::kJavaString);
      return true;
    }
    case TypeRoot::kFloat: {
      uint32_t bits = 0;
      if (!TakeBytes(bytes, bits)) return false;
      value = Datum::Float(std::bit_cast<float>(bits));
      return true;
    }
    case TypeRoot::kDouble: {
      uint64_t bits = 0;
      if (!TakeBytes(bytes, bits)) return false;
      value = Datum::Double(std::bit_cast<double>(bits));
      return true;
    }
    case TypeRoot::kDecimal: {
      Int128 unscaled = 0;
      if (!TakeBytes(bytes, unscaled)) return false;
      value = MakeDecimal(unscaled, type.precision(), arena);
      return true;
    }
    case TypeRoot::kTimestamp:
    case TypeRoot::kTimestampLtz: {
      uint64_t milliseconds = 0;
      uint64_t nanoseconds = 0;
      if (!TakeVarint(bytes, milliseconds) || !TakeVarint(bytes, nanoseconds)) return false;
      value = Datum::Timestamp(UnZigZag(milliseconds), static_cast<uint32_t>(nanoseconds));
      return true;
    }
    case TypeRoot::kArray:
    case TypeRoot::kMap:
    case TypeRoot::kMultiset:
    case TypeRoot::kRow:
      return TakeCells(bytes, type, arena, value);
    case TypeRoot::kNull:
      return true;
    default: {
      uint64_t number = 0;
      if (!TakeVarint(bytes, number)) return false;
      value = Datum::Integer(UnZigZag(number));
      return true;
    }
  }
}

}  // namespace

void AppendVarint(uint64_t value, std::string& out) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

bool TakeVarint(std::string_view& bytes, uint64_t& value) {
  value = 0;
  for (int shift = 0; shift < 64 && !bytes.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= static_cast<uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

void AppendBlock(std::string_view block, std::string& out) {
  AppendVarint(block.size(), out);
  out += block;
}

bool TakeBlock(std::string_view& bytes, std::string_view& block) {
  uint64_t size = 0;
  if (!TakeVarint(bytes, size) || size > bytes.size()) return false;
  block = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return true;
}

void RowSerializer::Append(std::span<const Datum> row, std::string& out) const {
  for (size_t i = 0; i < types_.size(); ++i) AppendValue(row[i], types_[i], out);
}

void RowSerializer::AppendColumns(std::span<const Datum> row, std::span<const size_t> columns, std::string& out) const {
  for (size_t i = 0; i < types_.size(); ++i) AppendValue(row[columns[i]], types_[i], out);
}

bool RowSerializer::Read(std::string_view bytes, Arena& arena, std::span<Datum> row) const {
  for (size_t i = 0; i < types_.size(); ++i) {
    if (!TakeValue(bytes, types_[i], arena, row[i])) return false;
  }
  return bytes.empty();
}

}  // namespace drey
