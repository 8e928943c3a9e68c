// Why a query's table name leads nowhere, in the words of Calcite's IdentifierNamespace: it tries the name below the current database,
// the current catalog and the root, first with and then without regard to case, and says how far it came.
#pragma once

#include "engine/base/error.h"
#include "engine/catalog/catalog.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

// `name` is not the name of a table or view of the catalog.
absl::Status TableNotFound(const Catalog& catalog, const Identifier& name);

}  // namespace drey
