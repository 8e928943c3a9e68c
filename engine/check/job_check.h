// Everything that is worth saying of a job that compiles.
//
// Compiles the definition, also as the next Flink release, and asks every rule. Pure: contacts nothing.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/check/check_rule.h"
#include "engine/compiler/compiler.h"

namespace drey {

struct CheckOptions {
  CompileOptions compile = {};
  // Rules that are not asked, wherever they would speak up.
  std::set<std::string, std::less<>> allowed = {};
};

// The findings in the order of their places; those that comments allow are left out. Fails where the job does not compile.
absl::StatusOr<std::vector<absl::Status>> CheckJob(const JobDefinition& definition, SourceMap& sources, const TableFactories& factories,
                                                   const CheckOptions& options);

// Of a finding; a warning where no rule is named.
Severity SeverityOf(const absl::Status& finding);

}  // namespace drey
