// Syntax trees as the SQL that Calcite writes back: one line an expression, a line for each clause of a query, parentheses only where
// precedence asks for them, names in back-ticks.
//
// What is written is the tree as it is; engine/plan/query_expansion.h makes the names complete first. Thread-safe; fails never.
#pragma once

#include <string>

#include "engine/base/flink_version.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

// `a` + 1, CAST(`x` AS INTEGER) …
std::string Unparse(const Expression& expression, FlinkVersion version);
// The same as the validator's messages show it in either version: with the operators that it has found for the names of functions.
std::string UnparseValidated(const Expression& expression, FlinkVersion version);
std::string Unparse(const TypeSyntax& type);
// DAY(2) TO SECOND(3).
std::string Unparse(const IntervalQualifier& qualifier);
// `a`.`b`, `a`.*
std::string Unparse(const Identifier& identifier);
// A query of the kinds that are planned: without joins, aggregates and windows.
std::string Unparse(const Query& query, FlinkVersion version);

}  // namespace drey
