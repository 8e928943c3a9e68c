// Drops UPDATE_BEFORE rows where nobody behind needs them (DropUpdateBeforeFunction of Flink).
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "engine/operators/operator.h"

namespace drey {

class DropUpdateBeforeSpec final : public OperatorSpec {
 public:
  explicit DropUpdateBeforeSpec(Schema schema) : schema_(std::move(schema)) {}

  std::string Describe() const override { return "DropUpdateBefore"; }
  const Schema& output() const override { return schema_; }
  std::unique_ptr<Operator> MakeOperator() const override;

 private:
  Schema schema_;
};

}  // namespace drey
