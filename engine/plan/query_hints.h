// Hints of queries and tables: which there are, and what they must say.
//
// Rules: FlinkHintStrategies. Hints about joins and state change nothing in plans without them.
#pragma once

#include <vector>

#include "engine/base/error.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

// Fails as Flink does on a hint that it does not know, and on one without what it needs.
absl::Status CheckHints(const std::vector<Hint>& hints);

}  // namespace drey
