// What EXPLAIN shows of a job beside its query.
#pragma once

#include <string>
#include <vector>

#include "engine/types/schema.h"

namespace drey {

// What the job does for one branch of a query (one input of its UNION ALL) that the query itself does not say.
struct ShownBranch {
  // The metadata that the source offers, by key, in the connector's order: so it is read, and cast to the columns.
  std::vector<SchemaColumn> metadata = {};
  bool drops_update_before = false;
  std::string normalization = {};             // "ChangelogNormalize(key=[id])"; empty: none
  std::vector<std::string> normalized_key = {};
  bool materializes = false;                  // in front of the sink
};

}  // namespace drey
