// What a sink demands of its rows before they are written: NOT NULL columns and lengths (Flink's ConstraintEnforcer,
// `table.exec.sink.not-null-enforcer` and `table.exec.sink.type-length-enforcer`).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/flink_version.h"
#include "engine/operators/operator.h"

namespace drey {

enum class NotNullEnforcer : uint8_t { kError, kDrop };

// How far NOT NULL is looked for inside columns (`table.exec.sink.nested-constraint-enforcer`, Flink 2.3).
enum class NestedEnforcer : uint8_t { kIgnore, kRows, kRowsAndCollections };

struct NotNullColumn {
  size_t column = 0;
  std::string name = {};
  LogicalType type = {};
};

// The columns among the first `count` of `schema` that have something to check.
std::vector<NotNullColumn> NotNullColumns(const Schema& schema, size_t count, NestedEnforcer nested);

// Columns are checked in order; the first NULL decides. With kDrop the row is left out silently, as in Flink.
class ConstraintEnforcerSpec final : public OperatorSpec {
 public:
  ConstraintEnforcerSpec(Schema schema, std::vector<NotNullColumn> columns, NotNullEnforcer enforcer,
                         NestedEnforcer nested, FlinkVersion version)
      : schema_(std::move(schema)), columns_(std::move(columns)), enforcer_(enforcer), nested_(nested), version_(version) {}

  std::string Describe() const override;
  const Schema& output() const override { return schema_; }
  std::unique_ptr<Operator> MakeOperator() const override;

 private:
  Schema schema_;
  std::vector<NotNullColumn> columns_;
  NotNullEnforcer enforcer_;
  NestedEnforcer nested_;
  FlinkVersion version_;
};

}  // namespace drey
