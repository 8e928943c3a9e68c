#include "engine/base/flink_error.h"

namespace drey {

absl::Status ValidationError(std::string_view message, SourceRange range, std::string_view hint) {
  return WithFlinkClass(InvalidError(message, range, hint), kValidationException);
}

absl::Status TableError(std::string_view message, SourceRange range, std::string_view hint) {
  return WithFlinkClass(InvalidError(message, range, hint), "org.apache.flink.table.api.TableException");
}

absl::Status SqlValidatorError(std::string_view message, SourceRange range, std::string_view hint) {
  return WithFlinkClass(InvalidError(message, range, hint), "org.apache.calcite.sql.validate.SqlValidatorException");
}

absl::Status CannotPlan(SourceRange range, std::string_view hint) {
  return WithFlinkClass(InvalidError("There are not enough rules to produce a node with desired properties", range, hint),
                        "org.apache.calcite.plan.RelOptPlanner$CannotPlanException");
}

absl::Status JavaUnsupported(std::string_view message, SourceRange range, std::string_view hint) {
  return WithFlinkClass(InvalidError(message, range, hint), "java.lang.UnsupportedOperationException");
}

}  // namespace drey
