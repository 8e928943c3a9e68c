// From text to syntax tree.
//
// The text is one of a SourceMap; all ranges are byte offsets into it. Failures are what Flink's parser says ("SQL parse failed.
// Encountered …") with the place and Flink's exception class. Thread-safe: parsing shares immutable tables only.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/base/flink_version.h"
#include "engine/base/source_text.h"
#include "engine/sql/syntax_tree.h"

namespace drey {

// Statements separated by semicolons, the last of which is optional; none for a text without statements.
absl::StatusOr<std::vector<Statement>> ParseScript(SourceId source, std::string_view text, FlinkVersion version);

// Exactly one statement; semicolons may follow.
absl::StatusOr<Statement> ParseStatement(SourceId source, std::string_view text, FlinkVersion version);

// A lone expression.
absl::StatusOr<Expression> ParseExpression(SourceId source, std::string_view text, FlinkVersion version);

// A lone type, such as `ROW<a INT NOT NULL, b STRING>`.
absl::StatusOr<TypeSyntax> ParseTypeSyntax(SourceId source, std::string_view text, FlinkVersion version);

}  // namespace drey
