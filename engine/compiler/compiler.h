// THE FIRST DOOR: a job definition and the connectors there are → a job graph.
//
// Parses every statement, keeps tables and views in a catalog, binds and plans the INSERTs. Pure: reads no file, contacts nothing.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/flink_version.h"
#include "engine/compiler/job_definition.h"
#include "engine/connector/table_factory.h"
#include "engine/job/job_graph.h"

namespace drey {

// What the command line adds to a definition.
struct CompileOptions {
  // --flink-version; unset: SET 'drey.flink-version', else 1.20.
  std::optional<FlinkVersion> version = {};
  // --set, applied before the script; a SET in the script wins.
  std::vector<std::pair<std::string, std::string>> settings = {};
  // --mode; unset: the job's own execution.runtime-mode, else streaming. Wins over SET.
  std::optional<RuntimeMode> mode = {};
  bool bounded = false;  // --bounded
  bool strict = false;   // --strict: what drey would adjust with a notice is refused as by Flink
  // --option TABLE.KEY=VALUE, as given.
  std::vector<std::string> table_options = {};
  // --bootstrap-servers.
  std::optional<std::string> bootstrap_servers = {};
  // --integration NAME=FILE, read by the caller: client properties by integration.
  std::map<std::string, std::map<std::string, std::string>> integrations = {};
  // --local: no servers are needed.
  bool local = false;
};

struct Compilation {
  JobGraph graph;
  // Notices and warnings, in order of appearance; each with place and hint like an error.
  std::vector<absl::Status> notices = {};
};

// Compiles the one job of a definition. `sources` holds the definition's texts and gets those made while compiling (views).
absl::StatusOr<Compilation> CompileJob(const JobDefinition& definition, SourceMap& sources, const TableFactories& factories,
                                       const CompileOptions& options);

}  // namespace drey
