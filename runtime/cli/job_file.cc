#include "runtime/cli/job_file.h"

#include "runtime/cli/input_file.h"
#include "runtime/connectors/built_in_connectors.h"

namespace drey {

absl::StatusOr<Compilation> CompileJobFile(std::string_view path, const CompileOptions& options, SourceMap& sources) {
  DREY_ASSIGN_OR_RETURN(const std::string content, ReadInputFile(path));
  DREY_ASSIGN_OR_RETURN(const JobDefinition definition, ReadJobDefinition(path, content, sources));
  return CompileJob(definition, sources, BuiltInConnectors(), options);
}

}  // namespace drey
