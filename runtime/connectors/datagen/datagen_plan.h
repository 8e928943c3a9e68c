// The options of a datagen table, validated, as the generators of its columns. Rules: DataGenTableSourceFactory and the visitors beside
// it, which are the same in Flink 1.20 and 2.3.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/connector/table_factory.h"
#include "runtime/connectors/datagen/field_generator.h"
#include "runtime/connectors/datagen/sequence_generator.h"

namespace drey {

struct DatagenPlan {
  std::vector<FieldGeneratorPointer> fields = {};  // one a physical column
  // Those of the fields that are sequences: the source ends with the shortest.
  std::vector<std::shared_ptr<const SequenceGenerator>> sequences = {};
  int64_t rows_per_second = 10000;  // of all subtasks
  std::optional<int64_t> number_of_rows = {};
  std::string table = {};
};

absl::StatusOr<DatagenPlan> ValidateDatagen(const TableFactoryRequest& request);

}  // namespace drey
