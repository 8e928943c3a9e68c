// A job definition as its user has it: an application JSON (Aiven for Apache Flink) or a SQL script.
//
// Which it is is seen from the content: a JSON object is an application, anything else a script. The texts go into a SourceMap, so that
// every later error can show its place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/source_text.h"

namespace drey {

// One piece of SQL and, for a table of an application, the connection it names.
struct SqlPart {
  SourceId source = kNoSource;
  std::string integration_id = {};  // empty when none
};

struct JobDefinition {
  std::string file;            // as the user gave it
  bool is_application = false;
  std::vector<SqlPart> tables = {};  // CREATE statements of an application, sources first
  SqlPart statement = {};      // the statement of an application, or the whole script
};

// Reads `content` of the file named `file`. Errors: not UTF-8, empty, not an application (a missing or misspelt member, a wrong type),
// each with the place in the file.
absl::StatusOr<JobDefinition> ReadJobDefinition(std::string_view file, std::string_view content, SourceMap& sources);

}  // namespace drey
