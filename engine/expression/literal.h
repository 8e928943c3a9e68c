// Literals of SQL as typed constants (Calcite's rules: 1 is INT, 3000000000 is BIGINT, 1.50 is DECIMAL(3, 2), 'a' is CHAR(1)).
#pragma once

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/expression/bound_expression.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

absl::StatusOr<BoundExpressionPointer> BindLiteral(const Literal& literal, FlinkVersion version, SourceRange range);
// DATE, TIME and TIMESTAMP literals.
absl::StatusOr<BoundExpressionPointer> BindTemporalLiteral(const Literal& literal, FlinkVersion version, SourceRange range);
absl::StatusOr<BoundExpressionPointer> BindIntervalLiteral(const Literal& literal, SourceRange range);

}  // namespace drey
