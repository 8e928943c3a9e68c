// What the names of a query were found to mean, by the nodes of its syntax tree.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/catalog/catalog_table.h"
#include "engine/expression/scope.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

struct QueryNames {
  // What the expressions of a SELECT see.
  std::map<const Select*, Scope> scopes = {};
  // Tables and views of the catalog; names of WITH are not here.
  std::map<const TableReference*, ObjectIdentifier> tables = {};
  // The same of TABLE t.
  std::map<const Query*, ObjectIdentifier> explicit_tables = {};
  std::map<const Query*, std::vector<std::string>> columns = {};
};

}  // namespace drey
