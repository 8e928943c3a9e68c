#include "engine/check/job_check.h"

#include <algorithm>
#include <tuple>

#include "engine/check/allowed_findings.h"

namespace drey {
namespace {

auto PlaceOf(const absl::Status& finding) {
  const SourceRange range = DetailOf(finding).range;
  return std::tuple(range.source, range.begin, range.end);
}

// A view that two queries read is spoken of once.
void SortAndUnify(std::vector<absl::Status>& findings) {
  std::stable_sort(findings.begin(), findings.end(),
                   [](const absl::Status& a, const absl::Status& b) { return PlaceOf(a) < PlaceOf(b); });
  std::vector<absl::Status> unified;
  for (absl::Status& finding : findings) {
    const bool is_known = std::any_of(unified.begin(), unified.end(), [&](const absl::Status& known) {
      return PlaceOf(known) == PlaceOf(finding) && MessageOf(known) == MessageOf(finding);
    });
    if (!is_known) unified.push_back(std::move(finding));
  }
  findings = std::move(unified);
}

std::optional<absl::StatusOr<Compilation>> CompileForNextRelease(const JobDefinition& definition, FlinkVersion version, SourceMap& sources,
                                                                 const TableFactories& factories, CompileOptions options) {
  if (version != FlinkVersion::k1_20) return std::nullopt;
  options.version = FlinkVersion::k2_3;
  return CompileJob(definition, sources, factories, options);
}

AllowedFindings ReadAllowances(const JobDefinition& definition, FlinkVersion version, const SourceMap& sources,
                               std::vector<absl::Status>& findings) {
  AllowedFindings allowed;
  for (const SqlPart& part : definition.tables) allowed.Read(part.source, sources.Get(part.source).text, version, findings);
  const SourceId statement = definition.statement.source;
  allowed.Read(statement, sources.Get(statement).text, version, findings);
  return allowed;
}

}  // namespace

absl::StatusOr<std::vector<absl::Status>> CheckJob(const JobDefinition& definition, SourceMap& sources, const TableFactories& factories,
                                                   const CheckOptions& options) {
  DREY_ASSIGN_OR_RETURN(const Compilation compilation, CompileJob(definition, sources, factories, options.compile));
  const FlinkVersion version = compilation.graph.version;
  CheckedJob job = {.compilation = compilation, .factories = factories};
  DREY_ASSIGN_OR_RETURN(job.queries, ListQueries(compilation));
  job.next_release = CompileForNextRelease(definition, version, sources, factories, options.compile);
  std::vector<absl::Status> findings = compilation.notices;
  for (const CheckRule* rule : AllCheckRules()) {
    if (rule->find != nullptr) rule->find(job, findings);
  }
  const AllowedFindings allowed = ReadAllowances(definition, version, sources, findings);
  std::erase_if(findings, [&](const absl::Status& finding) {
    const std::string rule = RuleOf(finding);
    return options.allowed.contains(rule) || allowed.Allows(rule, DetailOf(finding).range);
  });
  SortAndUnify(findings);
  return findings;
}

Severity SeverityOf(const absl::Status& finding) {
  const CheckRule* rule = FindCheckRule(RuleOf(finding));
  return rule == nullptr ? Severity::kWarning : rule->severity;
}

}  // namespace drey
