// A query as a tree of relational operators over bound expressions, before it is turned into a job.
//
// Immutable once made. Input i of a node's expressions is column i of its (first) input.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "engine/base/source_text.h"
#include "engine/catalog/catalog_table.h"
#include "engine/expression/bound_expression.h"
#include "engine/types/schema.h"

namespace drey {

struct LogicalPlan;
using LogicalPlanPointer = std::shared_ptr<const LogicalPlan>;

// An operator that gives rows and later others in their place.
struct UpdatingOperator {
  std::string text = {};          // as Flink's plans write it; empty: it only gives rows
  bool has_key = false;           // whether what is said of keys holds
  std::vector<size_t> key = {};   // columns that tell its rows apart; none where it has one row, or none of them is given
};

struct LogicalPlan {
  enum class Kind : uint8_t {
    kScan,     // physical columns of a table, then those of its metadata columns that the table declares
    kValues,   // constant rows
    kProject,
    kFilter,
    kUnionAll,
    kLimit,
    kUnsupported,  // what drey does not run: its columns are known, so that what is wrong around it can be told
  };

  Kind kind = Kind::kScan;
  Schema schema = {};
  SourceRange range = {};
  std::vector<LogicalPlanPointer> inputs = {};

  // kScan, hints applied; kProject: the table whose declared columns it gives, else null.
  std::shared_ptr<const CatalogTable> table = {};
  // With `table`: its watermark over the columns of this node, where the rowtime is one of them; plans show it.
  BoundExpressionPointer watermark = {};
  std::vector<CatalogColumn> metadata_columns = {};          // kScan, behind the physical ones
  std::vector<std::vector<BoundExpressionPointer>> rows = {};  // kValues
  std::vector<BoundExpressionPointer> expressions = {};      // kProject: one a column of the schema
  BoundExpressionPointer condition = {};                     // kFilter
  int64_t offset = 0;                                        // kLimit: rows left out, and rows that come behind them
  std::optional<int64_t> fetch = {};
  absl::Status refusal = absl::OkStatus();                   // kUnsupported: what is told once the rest of the statement is found right
  std::optional<UpdatingOperator> updating = {};             // kUnsupported, in streaming mode
  bool assigns_windows = false;                              // kUnsupported: TUMBLE and its kin, whose aggregates update nothing
};

LogicalPlanPointer MakeProject(LogicalPlanPointer input, std::vector<BoundExpressionPointer> expressions,
                               std::vector<std::string> names, SourceRange range);
LogicalPlanPointer MakeLimit(LogicalPlanPointer input, int64_t offset, std::optional<int64_t> fetch, SourceRange range);
LogicalPlanPointer MakeFilter(LogicalPlanPointer input, BoundExpressionPointer condition, SourceRange range);
// `refusal` is an UnsupportedError, or what Flink's optimizer refuses.
LogicalPlanPointer MakeUnsupported(std::vector<LogicalPlanPointer> inputs, Schema schema, absl::Status refusal);
// What Flink refuses of one of the operators, else the first that drey does not support; OK where there is neither.
absl::Status RefusalOf(const LogicalPlan& plan);

}  // namespace drey
