#include "engine/functions/implicit_argument_type.h"

#include <algorithm>

namespace drey {
namespace {

// Every level below the root is NOT NULL.
LogicalType WithNotNullParts(const LogicalType& type) {
  const auto part = [](const LogicalType& child) { return WithNotNullParts(child).AsNotNull(); };
  switch (type.root()) {
    case TypeRoot::kArray:
      return LogicalType::Array(part(type.element())).WithNullable(type.nullable());
    case TypeRoot::kMultiset:
      return LogicalType::Multiset(part(type.element())).WithNullable(type.nullable());
    case TypeRoot::kMap:
      return LogicalType::Map(part(type.key()), part(type.value())).WithNullable(type.nullable());
    default:
      return type;
  }
}

}  // namespace

bool IsSameApartFromNullability(const LogicalType& from, const LogicalType& to) {
  if (from.Is(TypeRoot::kChar) && to.Is(TypeRoot::kVarchar)) return to.length() >= from.length();
  if (from.Is(TypeRoot::kBinary) && to.Is(TypeRoot::kVarbinary)) return to.length() >= from.length();
  if (from.root() != to.root()) return false;
  switch (from.root()) {
    case TypeRoot::kArray:
    case TypeRoot::kMultiset:
      return IsSameApartFromNullability(from.element(), to.element());
    case TypeRoot::kMap:
      return IsSameApartFromNullability(from.key(), to.key()) && IsSameApartFromNullability(from.value(), to.value());
    case TypeRoot::kRow:
      return std::equal(from.fields().begin(), from.fields().end(), to.fields().begin(), to.fields().end(),
                        [](const RowField& a, const RowField& b) { return IsSameApartFromNullability(a.type, b.type); });
    case TypeRoot::kVarchar:
    case TypeRoot::kVarbinary:
      return to.length() >= from.length();
    default:
      return from.AsNullable() == to.AsNullable();
  }
}

absl::StatusOr<LogicalType> ImplicitArgumentType(const Argument& argument, const LogicalType& type, FlinkVersion version) {
  const LogicalType& from = argument.type;
  if (!from.IsConstructed()) return type.WithNullable(from.nullable());
  if (IsSameApartFromNullability(from, type)) return from;
  if (type.Is(TypeRoot::kMap) && version < FlinkVersion::k2_3) {
    return WithFlinkClass(InvalidError("Unsupported type when convertTypeToSpec: MAP", argument.range),
                          "java.lang.UnsupportedOperationException");
  }
  return WithNotNullParts(type).WithNullable(from.nullable());
}

}  // namespace drey
