// What Flink's exchange before a sink materializer does to insert-only rows: rows are serialized between operators, so an unpaired
// surrogate of a string becomes '?' (flink-semantics: jobs on 2.3 with `table.exec.sink.require-on-conflict` = false).
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "engine/operators/operator.h"

namespace drey {

class SinkExchangeSpec final : public OperatorSpec {
 public:
  explicit SinkExchangeSpec(Schema schema) : schema_(std::move(schema)) {}

  std::string Describe() const override { return "SinkMaterializer(insert-only input)"; }
  const Schema& output() const override { return schema_; }
  std::unique_ptr<Operator> MakeOperator() const override;

 private:
  Schema schema_;
};

}  // namespace drey
