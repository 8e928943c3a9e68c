// Columns of kind 'sequence': Flink's SequenceGenerator.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/types/logical_type.h"
#include "runtime/connectors/datagen/field_generator.h"

namespace drey {

// Value i is `start` + i, as the type holds it: integers wrap, a binary string has its eight bytes.
class SequenceGenerator final : public FieldGenerator {
 public:
  // `type` is an integer, an approximate number, DECIMAL, or a character or binary string.
  SequenceGenerator(int64_t start, int64_t end, LogicalType type, SourceRange range)
      : start_(start), end_(end), type_(std::move(type)), range_(range) {}

  // How many values there are. Flink computes |end - start + 1|, so that a sequence may also run backwards in its options and forwards in
  // its values, and refuses more than 2147483647 a subtask.
  absl::StatusOr<int64_t> Count(int parallelism) const;
  absl::StatusOr<Datum> Generate(GenerationContext& context) const override;

 private:
  int64_t start_;
  int64_t end_;
  LogicalType type_;
  SourceRange range_;
};

}  // namespace drey
