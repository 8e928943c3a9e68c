// Failures with the Java class that Flink throws for them.
#pragma once

#include <string_view>

#include "engine/base/error.h"

namespace drey {

inline constexpr std::string_view kValidationException = "org.apache.flink.table.api.ValidationException";
inline constexpr std::string_view kParseException = "org.apache.flink.sql.parser.impl.ParseException";
inline constexpr std::string_view kCalciteException = "org.apache.calcite.runtime.CalciteException";
inline constexpr std::string_view kNumberFormatException = "java.lang.NumberFormatException";

// org.apache.flink.table.api.ValidationException: the statement does not fit the catalog, an option or a connector.
absl::Status ValidationError(std::string_view message, SourceRange range = {}, std::string_view hint = {});

// org.apache.flink.table.api.TableException: what Flink's planner cannot do.
absl::Status TableError(std::string_view message, SourceRange range = {}, std::string_view hint = {});

// org.apache.calcite.sql.validate.SqlValidatorException: names, types and clauses of a query.
absl::Status SqlValidatorError(std::string_view message, SourceRange range = {}, std::string_view hint = {});

// org.apache.calcite.plan.RelOptPlanner$CannotPlanException: what passes the validator and no rule of the planner takes. The hint says what.
absl::Status CannotPlan(SourceRange range, std::string_view hint);

// java.lang.UnsupportedOperationException.
absl::Status JavaUnsupported(std::string_view message, SourceRange range = {}, std::string_view hint = {});

}  // namespace drey
