#include "engine/operators/constraint_enforcer.h"

#include <algorithm>

#include "engine/base/text.h"

namespace drey {
namespace {

RowError NullError(const std::string& column, FlinkVersion version) {
  return {.phase = RowError::Phase::kConstraint,
          .message = Concat("Column '", column,
                            "' is NOT NULL, however, a null value is being written into it. You can set job configuration "
                            "'table.exec.sink.not-null-enforcer'='DROP' to suppress this exception and drop such records "
                            "silently."),
          .flink_class = version == FlinkVersion::k1_20
                             ? "org.apache.flink.table.api.TableException"
                             : "org.apache.flink.table.runtime.operators.sink.constraint.EnforcerException",
          .field = column};
}

class ConstraintEnforcer final : public Operator {
 public:
  ConstraintEnforcer(const std::vector<NotNullColumn>& columns, NotNullEnforcer enforcer, FlinkVersion version)
      : columns_(columns), enforcer_(enforcer), version_(version) {}

  absl::Status Process(RowBatch&& batch, const EvaluationContext&, Collector& out) override {
    keep_.clear();
    for (size_t i = 0; i < batch.size(); ++i) {
      if (batch.has_errors() && batch.error(i) != nullptr) continue;
      const auto cells = batch.row(i);
      const auto violated = std::find_if(columns_.begin(), columns_.end(),
                                         [&](const NotNullColumn& column) { return cells[column.column].is_null; });
      if (violated == columns_.end()) continue;
      if (enforcer_ == NotNullEnforcer::kError) {
        batch.SetError(i, NullError(violated->name, version_));
        continue;
      }
      keep_.resize(batch.size(), true);
      keep_[i] = false;
    }
    if (!keep_.empty()) batch.KeepRows(keep_);
    return out.Collect(std::move(batch));
  }

 private:
  const std::vector<NotNullColumn>& columns_;
  NotNullEnforcer enforcer_;
  FlinkVersion version_;
  std::vector<bool> keep_;
};

}  // namespace

std::string ConstraintEnforcerSpec::Describe() const {
  std::vector<std::string> names;
  for (const NotNullColumn& column : columns_) names.push_back(column.name);
  const std::string_view mode = enforcer_ == NotNullEnforcer::kError ? "ERROR" : "DROP";
  return Concat("ConstraintEnforcer[NotNullEnforcer(fields=[", Join(names, ", "), "], mode=", mode, ")]");
}

std::unique_ptr<Operator> ConstraintEnforcerSpec::MakeOperator() const {
  return std::make_unique<ConstraintEnforcer>(columns_, enforcer_, version_);
}

}  // namespace drey
