// A shuffle by key, of which one task alone feels that rows are serialized: an unpaired surrogate of a string becomes '?', and a
// TIMESTAMP(3) loses what it has beyond milliseconds.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "engine/operators/operator.h"

namespace drey {

class ExchangeSpec final : public OperatorSpec {
 public:
  // `text`: as plans show it, "Exchange(distribution=[hash[k]])".
  ExchangeSpec(Schema schema, std::string text) : schema_(std::move(schema)), text_(std::move(text)) {}

  std::string Describe() const override { return text_; }
  const Schema& output() const override { return schema_; }
  std::unique_ptr<Operator> MakeOperator() const override;

 private:
  Schema schema_;
  std::string text_;
};

}  // namespace drey
