// The prompt of `drey sql`: statements typed on a terminal, run one after the other until QUIT or Ctrl-D.
//
// A statement may take several lines. An error is shown and the session goes on. Ctrl-C drops what is being typed, or stops the statement
// that runs. What was typed is kept for later sessions, except statements with credentials.
#pragma once

#include "runtime/cli/console.h"
#include "runtime/cli/sql_runner.h"

namespace drey {

// `runner` has been started. Returns when the session is ended.
void RunSqlPrompt(SqlRunner& runner, SourceMap& sources, Console& console);

}  // namespace drey
