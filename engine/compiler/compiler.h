// THE FIRST DOOR: a job definition and the connectors there are → a job graph.
//
// Parses every statement, keeps tables and views in a catalog, binds and plans the INSERTs. Pure: reads no file, contacts nothing.
#pragma once

#include <vector>

#include "engine/base/error.h"
#include "engine/compiler/job_definition.h"
#include "engine/compiler/session.h"
#include "engine/connector/table_factory.h"
#include "engine/job/job_graph.h"

namespace drey {

// What the command line adds to a definition.
using CompileOptions = SessionOptions;

struct Compilation {
  JobGraph graph;
  // What the graph was made of, for those who judge the job: its tables and views, settings, and INSERTs, one a statement.
  Catalog catalog = {};
  Settings settings = {};
  std::vector<InsertPlan> inserts = {};
  // Notices and warnings, in order of appearance; each with place, hint and the name of its rule (engine/base/finding.h).
  std::vector<absl::Status> notices = {};
};

// Compiles the one job of a definition. `sources` holds the definition's texts and gets those made while compiling (views).
absl::StatusOr<Compilation> CompileJob(const JobDefinition& definition, SourceMap& sources, const TableFactories& factories,
                                       const CompileOptions& options);

}  // namespace drey
