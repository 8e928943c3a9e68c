// Lengths of character and binary columns at a sink (`table.exec.sink.type-length-enforcer`): cut and padded, or refused.
//
// Applies behind the NOT NULL check. Characters are code points, as BinaryStringData counts them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/flink_version.h"
#include "engine/operators/operator.h"

namespace drey {

enum class TypeLengthEnforcer : uint8_t { kIgnore, kTrimPad, kError };

struct LengthColumn {
  size_t column = 0;
  std::string name = {};
  LogicalType type = {};
};

// The columns of `schema` whose length can be enforced; the first `count` columns are looked at.
std::vector<LengthColumn> LengthColumns(const Schema& schema, size_t count);

class LengthEnforcerSpec final : public OperatorSpec {
 public:
  // `enforcer` is not kIgnore.
  LengthEnforcerSpec(Schema schema, std::vector<LengthColumn> columns, TypeLengthEnforcer enforcer, FlinkVersion version)
      : schema_(std::move(schema)), columns_(std::move(columns)), enforcer_(enforcer), version_(version) {}

  std::string Describe() const override;
  const Schema& output() const override { return schema_; }
  std::unique_ptr<Operator> MakeOperator() const override;

 private:
  Schema schema_;
  std::vector<LengthColumn> columns_;
  TypeLengthEnforcer enforcer_;
  FlinkVersion version_;
};

}  // namespace drey
