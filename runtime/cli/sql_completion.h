// What the Tab key offers at the prompt: statements, keywords, functions, and the tables and columns that the session knows.
//
// What stands around the cursor decides: tables behind FROM and INTO, fields behind a name and a dot, columns of the statement's tables
// elsewhere. Keywords and functions follow the letters that were typed, capitals or not; a name that must be quoted is.
#pragma once

#include <string_view>

#include "engine/compiler/session.h"
#include "runtime/terminal/line_editor.h"

namespace drey {

// `text` is what was typed so far, earlier lines included.
Completions CompleteSql(const Session& session, std::string_view text, size_t cursor);

}  // namespace drey
