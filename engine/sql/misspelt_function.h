// Functions with a syntax of their own, misspelt: `JSON_VALU(x, '$.a' RETURNING INT)`.
//
// Flink's parser stumbles over RETURNING, far from what is wrong, because only JSON_VALUE takes such a clause. The name is what the
// user has to see.
#pragma once

#include "absl/status/status.h"
#include "engine/sql/syntax_error.h"

namespace drey {

// The syntax error, or where it stands in a call of a function that does not exist and is nearly one with clauses: an error at that name.
absl::Status BlameMisspeltFunction(const ParsedText& text, const absl::Status& syntax_error);

}  // namespace drey
