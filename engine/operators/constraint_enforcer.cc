#include "engine/operators/constraint_enforcer.h"

#include <optional>
#include <span>

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

// Whether a value of this type can break a NOT NULL, itself or inside.
bool HasConstraint(const LogicalType& type, NestedEnforcer nested) {
  if (!type.nullable()) return true;
  if (nested == NestedEnforcer::kIgnore) return false;
  for (const RowField& field : type.fields()) {
    if (HasConstraint(field.type, nested)) return true;
  }
  if (nested == NestedEnforcer::kRows) return false;
  if (type.Is(TypeRoot::kArray)) return HasConstraint(type.element(), nested);
  return type.Is(TypeRoot::kMap) && (HasConstraint(type.key(), nested) || HasConstraint(type.value(), nested));
}

// Where a NULL stands that must not: "r.x", "r[1]", "r[value]"; absent where all is well.
std::optional<std::string> FindViolation(const Datum& value, const LogicalType& type, const std::string& name, NestedEnforcer nested) {
  if (value.is_null) return type.nullable() ? std::nullopt : std::optional<std::string>(name);
  if (nested == NestedEnforcer::kIgnore) return std::nullopt;
  for (size_t i = 0; i < type.fields().size(); ++i) {
    const RowField& field = type.fields()[i];
    if (auto found = FindViolation(value.cells[i], field.type, Concat(name, ".", field.name), nested)) return found;
  }
  if (nested == NestedEnforcer::kRows) return std::nullopt;
  if (type.Is(TypeRoot::kArray)) {
    for (size_t i = 0; i < value.size; ++i) {
      if (auto found = FindViolation(value.cells[i], type.element(), Concat(name, "[", i, "]"), nested)) return found;
    }
  }
  if (type.Is(TypeRoot::kMap)) {
    for (size_t i = 0; i < value.size; ++i) {
      if (auto found = FindViolation(value.cells[2 * i], type.key(), Concat(name, "[key]"), nested)) return found;
      if (auto found = FindViolation(value.cells[2 * i + 1], type.value(), Concat(name, "[value]"), nested)) return found;
    }
  }
  return std::nullopt;
}

class ConstraintEnforcer final : public Operator {
 public:
  ConstraintEnforcer(const std::vector<NotNullColumn>& columns, NotNullEnforcer enforcer, NestedEnforcer nested,
                     FlinkVersion version)
      : columns_(columns), enforcer_(enforcer), nested_(nested), version_(version) {}

  absl::Status Process(RowBatch&& batch, const EvaluationContext&, Collector& out) override {
    keep_.clear();
    for (size_t i = 0; i < batch.size(); ++i) {
      if (batch.has_errors() && batch.error(i) != nullptr) continue;
      const auto violated = FindViolated(batch.row(i));
      if (!violated) continue;
      if (enforcer_ == NotNullEnforcer::kError) {
        batch.SetError(i, NullError(*violated, version_));
        continue;
      }
      keep_.resize(batch.size(), true);
      keep_[i] = false;
    }
    if (!keep_.empty()) batch.KeepRows(keep_);
    return out.Collect(std::move(batch));
  }

 private:
  std::optional<std::string> FindViolated(std::span<const Datum> cells) const {
    for (const NotNullColumn& column : columns_) {
      if (auto found = FindViolation(cells[column.column], column.type, column.name, nested_)) return found;
    }
    return std::nullopt;
  }

  const std::vector<NotNullColumn>& columns_;
  NotNullEnforcer enforcer_;
  NestedEnforcer nested_;
  FlinkVersion version_;
  std::vector<bool> keep_;
};

}  // namespace

std::vector<NotNullColumn> NotNullColumns(const Schema& schema, size_t count, NestedEnforcer nested) {
  std::vector<NotNullColumn> columns;
  for (size_t i = 0; i < count; ++i) {
    const SchemaColumn& column = schema.columns[i];
    if (HasConstraint(column.type, nested)) columns.push_back({i, column.name, column.type});
  }
  return columns;
}

std::string ConstraintEnforcerSpec::Describe() const {
  std::vector<std::string> names;
  for (const NotNullColumn& column : columns_) names.push_back(column.name);
  const std::string_view mode = enforcer_ == NotNullEnforcer::kError ? "ERROR" : "DROP";
  return Concat("ConstraintEnforcer[NotNullEnforcer(fields=[", Join(names, ", "), "], mode=", mode, ")]");
}

std::unique_ptr<Operator> ConstraintEnforcerSpec::MakeOperator() const {
  return std::make_unique<ConstraintEnforcer>(columns_, enforcer_, nested_, version_);
}

}  // namespace drey
