// Turns the changes of an upsert source into a changelog of what really changed: keeps the last row of each key.
//
// Of an update of a key that has no row it makes an insert, drops rows that repeat what is there (without a time to live) and deletes
// of unknown keys, and completes deletes that have the key alone. With a filter (Flink 2.3) rows that do not match count as deleted.
// Rules: ProcTimeDeduplicateKeepLastRowFunction and DeduplicateFunctionHelper of Flink.
#pragma once

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
  FlinkVersion version = FlinkVersion::k1_20;
  std::string text = {};  // as Flink's plan shows it
};

class ChangelogNormalizeSpec final : public OperatorSpec {
 public:
  explicit ChangelogNormalizeSpec(ChangelogNormalizeDescription description);

  std::string Describe() const override { return description_.text; }
  const Schema& output() const override { return description_.schema; }
  std::unique_ptr<Operator> MakeOperator() const override;

 private:
  ChangelogNormalizeDescription description_;
  std::shared_ptr<const ExpressionProgram> filter_;  // null without filter
};

}  // namespace drey
