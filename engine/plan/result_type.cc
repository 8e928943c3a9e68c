#include "engine/plan/result_type.h"

#include <algorithm>

#include "engine/base/text.h"

namespace drey {
namespace {

bool IsRowtimeOf(const CatalogTable& table, const std::string& name) {
  return std::any_of(table.watermarks.begin(), table.watermarks.end(), [&](const WatermarkDeclaration& watermark) {
    return watermark.column.size() == 1 && watermark.column.front() == name;
  });
}

TimeAttribute OfProjection(const LogicalPlan& project, size_t column) {
  const BoundExpression& expression = *project.expressions[column];
  if (expression.kind == BoundExpression::Kind::kInput) return TimeAttributeOf(*project.inputs.front(), expression.index);
  const bool is_proctime = expression.kind == BoundExpression::Kind::kCall && expression.name == "PROCTIME";
  return is_proctime ? TimeAttribute::kProctime : TimeAttribute::kNone;
}

// A join has the columns of its inputs one behind the other, everything else those of its input.
TimeAttribute OfUnsupported(const LogicalPlan& plan, size_t column) {
  if (plan.inputs.size() == 1) {
    return column < plan.inputs.front()->schema.size() ? TimeAttributeOf(*plan.inputs.front(), column) : TimeAttribute::kNone;
  }
  for (const LogicalPlanPointer& input : plan.inputs) {
    if (column < input->schema.size()) return TimeAttributeOf(*input, column);
    column -= input->schema.size();
  }
  return TimeAttribute::kNone;
}

}  // namespace

TimeAttribute TimeAttributeOf(const LogicalPlan& plan, size_t column) {
  if (plan.table && IsRowtimeOf(*plan.table, plan.schema.columns[column].name)) return TimeAttribute::kRowtime;
  switch (plan.kind) {
    case LogicalPlan::Kind::kScan:
    case LogicalPlan::Kind::kValues:
      return TimeAttribute::kNone;
    case LogicalPlan::Kind::kProject:
      return OfProjection(plan, column);
    case LogicalPlan::Kind::kFilter:
    case LogicalPlan::Kind::kLimit:
      return TimeAttributeOf(*plan.inputs.front(), column);
    case LogicalPlan::Kind::kUnsupported:
      return OfUnsupported(plan, column);
    case LogicalPlan::Kind::kUnionAll:
      break;
  }
  const TimeAttribute first = TimeAttributeOf(*plan.inputs.front(), column);
  const bool all = std::all_of(plan.inputs.begin(), plan.inputs.end(),
                               [&](const LogicalPlanPointer& input) { return TimeAttributeOf(*input, column) == first; });
  return all ? first : TimeAttribute::kNone;
}

std::string ResultTypeText(const LogicalPlan& plan, size_t column) {
  const LogicalType& type = plan.schema.type(column);
  const std::string_view not_null = type.nullable() ? "" : " NOT NULL";
  if (type.Is(TypeRoot::kIntervalYearMonth)) return Concat("INTERVAL MONTH", not_null);
  if (type.IsInterval()) return Concat("INTERVAL SECOND(3)", not_null);
  switch (TimeAttributeOf(plan, column)) {
    case TimeAttribute::kNone:
      return type.ToString();
    case TimeAttribute::kRowtime:
      return Concat(type.Is(TypeRoot::kTimestampLtz) ? "TIMESTAMP_LTZ(3)" : "TIMESTAMP(3)", not_null, " *ROWTIME*");
    case TimeAttribute::kProctime:
      return Concat(type.ToString(), " *PROCTIME*");
  }
  return type.ToString();
}

}  // namespace drey
