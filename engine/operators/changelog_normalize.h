// Turns the changes of an upsert source into a changelog of what really changed: keeps the last row of each key.
//
// Of an update of a key that has no row it makes an insert, drops rows that repeat what is there (without a time to live) and deletes
// of unknown keys, and completes deletes that have the key alone. With a filter (Flink 2.3) rows that do not match count as deleted.
// With bundles (mini-batch) of the rows of a key that come together the last one counts, and the keys go out in the order of the Java HashMap
// that Flink keeps them in. A bundle ends with its size, its time, a checkpoint or the input.
// Rules: ProcTimeDeduplicateKeepLastRowFunction, DeduplicateFunctionHelper and AbstractMapBundleOperator of Flink.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/flink_version.h"
#include "engine/expression/bound_expression.h"
#include "engine/expression/expression_program.h"
#include "engine/operators/operator.h"

namespace drey {

struct ChangelogNormalizeDescription {
  Schema schema = {};              // of input and output
  std::vector<size_t> keys = {};   // columns
  bool emits_update_before = false;
  BoundExpressionPointer filter = {};  // null: every row
  std::optional<absl::Duration> time_to_live = {};
  // table.exec.mini-batch.*: so many rows are taken together, for so long at most where it is given; absent: each by itself.
  std::optional<int64_t> bundle_size = {};
  std::optional<absl::Duration> bundle_latency = {};
  FlinkVersion version = FlinkVersion::k1_20;
  std::string text = {};  // as Flink's plan shows it
};

class ChangelogNormalizeSpec final : public OperatorSpec {
 public:
  explicit ChangelogNormalizeSpec(ChangelogNormalizeDescription description);

  std::string Describe() const override { return description_.text; }
  bool depends_on_checkpoints() const override { return description_.bundle_size.has_value(); }
  const Schema& output() const override { return description_.schema; }
  std::unique_ptr<Operator> MakeOperator() const override;

 private:
  ChangelogNormalizeDescription description_;
  std::shared_ptr<const ExpressionProgram> filter_;  // null without filter
};

}  // namespace drey
