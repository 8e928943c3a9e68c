// EXPLAIN of a query, an INSERT or a statement set: what Flink prints for it.
#pragma once

#include <string>

#include "engine/base/error.h"
#include "engine/compiler/session.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

// Plans the statement as a job would; fails where that does.
absl::StatusOr<std::string> ExplainStatement(Session& session, const Statement& statement);

}  // namespace drey
