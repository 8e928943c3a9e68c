// Statements about catalogs, databases, functions and modules: CREATE, ALTER and DROP of them, USE, LOAD and UNLOAD.
//
// Failures carry Flink's messages. Functions are registered by name only: drey calls no user-defined function.
#pragma once

#include <optional>

#include "engine/base/error.h"
#include "engine/catalog/catalog.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

// Runs the statement; absent where it is none of these.
std::optional<absl::Status> ExecuteCatalogStatement(const Statement& statement, Catalog& catalog);

}  // namespace drey
