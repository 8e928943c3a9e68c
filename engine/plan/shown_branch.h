// What EXPLAIN shows of a job beside its query.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/expression/bound_expression.h"
#include "engine/types/schema.h"

namespace drey {

// What the job does for one branch of a query (one input of its UNION ALL) that the query itself does not say.
struct ShownBranch {
  // The metadata that the source offers, by key, in the connector's order: so it is read, and cast to the columns.
  std::vector<SchemaColumn> metadata = {};
  bool assigns_watermark = false;              // behind the source, which does not make the watermarks itself
  std::optional<int64_t> source_limit = {};    // what the source is told of a LIMIT
  std::optional<int64_t> mini_batch = {};      // how long a bundle may be in the making, in milliseconds; behind the source
  bool drops_update_before = false;
  std::string normalization = {};             // "ChangelogNormalize(key=[id])" of the execution plan; empty: none
  std::string physical_normalization = {};    // that of the physical plan
  std::vector<std::string> normalized_key = {};
  // What goes through the normalization, or would if the sink needed one: the names of its columns, and the conditions on either side of it;
  // null: none.
  std::vector<std::string> normalized_columns = {};
  BoundExpressionPointer condition_before = {};
  BoundExpressionPointer condition_behind = {};
  bool materializes = false;                  // in front of the sink
};

}  // namespace drey
