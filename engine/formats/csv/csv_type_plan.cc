#include "engine/formats/csv/csv_type_plan.h"

#include "engine/base/text.h"

namespace drey {
namespace {

absl::Status IllegalArgument(std::string_view message) {
  return WithFlinkClass(InvalidError(message), "java.lang.IllegalArgumentException");
}

bool IsSimple(const LogicalType& type) {
  switch (type.root()) {
    case TypeRoot::kIntervalYearMonth:
    case TypeRoot::kIntervalDayTime:
    case TypeRoot::kArray:
    case TypeRoot::kMap:
    case TypeRoot::kMultiset:
    case TypeRoot::kRow:
    case TypeRoot::kVariant:
    case TypeRoot::kBitmap:
      return false;
    default:
      return true;
  }
}

absl::Status CheckNested(const std::string& column, const LogicalType& type) {
  if (IsSimple(type)) return absl::OkStatus();
  return IllegalArgument(Concat("Only simple types are supported in the second level nesting of fields '", column, "' but was: ",
                                type.ToString()));
}

absl::Status CheckColumn(const std::string& column, const LogicalType& type) {
  if (IsSimple(type)) return absl::OkStatus();
  if (type.Is(TypeRoot::kArray)) return CheckNested(column, type.element());
  if (!type.Is(TypeRoot::kRow)) return IllegalArgument(Concat("Unsupported type '", type.ToString(), "' for field '", column, "'."));
  for (const RowField& field : type.fields()) DREY_RETURN_IF_ERROR(CheckNested(column, field.type));
  return absl::OkStatus();
}

CsvTypePlan MakePlan(const std::string& name, const LogicalType& type) {
  CsvTypePlan plan = {.root = type.root(), .precision = type.precision(), .scale = type.scale(), .name = name};
  for (const RowField& field : type.fields()) plan.children.push_back(MakePlan(field.name, field.type));
  if (type.Is(TypeRoot::kArray)) plan.children.push_back(MakePlan("", type.element()));
  return plan;
}

}  // namespace

absl::StatusOr<CsvTypePlan> CsvTypePlan::Create(const LogicalType& row) {
  for (const RowField& field : row.fields()) DREY_RETURN_IF_ERROR(CheckColumn(field.name, field.type));
  return MakePlan("", row);
}

}  // namespace drey
