#include "engine/base/flink_error.h"

namespace drey {

absl::Status ValidationError(std::string_view message, SourceRange range, std::string_view hint) {
  return WithFlinkClass(InvalidError(message, range, hint), "org.apache.flink.table.api.ValidationException");
}

absl::Status TableError(std::string_view message, SourceRange range, std::string_view hint) {
  return WithFlinkClass(InvalidError(message, range, hint), "org.apache.flink.table.api.TableException");
}

absl::Status SqlValidatorError(std::string_view message, SourceRange range, std::string_view hint) {
  return WithFlinkClass(InvalidError(message, range, hint), "org.apache.calcite.sql.validate.SqlValidatorException");
}

}  // namespace drey
