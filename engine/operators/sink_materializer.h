// In front of an upsert sink whose primary key is not the key of the changes: keeps all rows that a key of the sink has at present, so
// that the deletion of one lets the one before come back.
//
// Rules: SinkUpsertMaterializer of Flink.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "engine/operators/operator.h"

namespace drey {

struct SinkMaterializerDescription {
  Schema schema = {};
  std::vector<size_t> primary_key = {};  // columns of the sink
  // Columns that tell the changes' rows apart; empty: the whole row does.
  std::vector<size_t> upsert_key = {};
  std::optional<absl::Duration> time_to_live = {};
};

class SinkMaterializerSpec final : public OperatorSpec {
 public:
  explicit SinkMaterializerSpec(SinkMaterializerDescription description) : description_(std::move(description)) {}

  // "SinkMaterializer(pk=[a, b])".
  std::string Describe() const override;
  const Schema& output() const override { return description_.schema; }
  std::unique_ptr<Operator> MakeOperator() const override;

 private:
  SinkMaterializerDescription description_;
};

}  // namespace drey
