// LIMIT and OFFSET: of the rows that come, so many are left out, and so many behind them go on. Rows behind those are dropped, also those that
// could not be evaluated.
//
// Rules: StreamExecLimit of Flink over rows that are only added.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "engine/operators/operator.h"

namespace drey {

class LimitSpec final : public OperatorSpec {
 public:
  LimitSpec(Schema schema, int64_t offset, std::optional<int64_t> fetch) : schema_(std::move(schema)), offset_(offset), fetch_(fetch) {}

  // "Limit(offset=[0], fetch=[3])".
  std::string Describe() const override;
  const Schema& output() const override { return schema_; }
  std::unique_ptr<Operator> MakeOperator() const override;

 private:
  Schema schema_;
  int64_t offset_;
  std::optional<int64_t> fetch_;
};

}  // namespace drey
