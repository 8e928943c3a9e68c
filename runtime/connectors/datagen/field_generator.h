// What makes the values of one column of a datagen table.
#pragma once

#include <cstdint>
#include <memory>
#include <random>

#include "absl/time/time.h"
#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/types/datum.h"

namespace drey {

// What a value is made from. `arena` owns what the value points to.
struct GenerationContext {
  Arena& arena;
  std::mt19937_64& random;
  absl::Time now;
  // The number of the row among those of all subtasks since the sequences began.
  int64_t row = 0;
};

// Immutable and thread-safe. A failure is Flink's exception, which fails the job.
class FieldGenerator {
 public:
  virtual ~FieldGenerator() = default;
  virtual absl::StatusOr<Datum> Generate(GenerationContext& context) const = 0;
};

using FieldGeneratorPointer = std::shared_ptr<const FieldGenerator>;

}  // namespace drey
