// That answers differ is known from cases that both releases were asked (tests/flink); drey diff --flink-version shows it on records.
#include <set>
#include <string>

#include "engine/base/text.h"
#include "engine/check/rules/rules.h"

namespace drey {
namespace {

constexpr std::string_view kName = "next-release-differs";

struct DifferentFunction {
  std::string_view name;
  std::string_view difference;
};

constexpr DifferentFunction kDifferentFunctions[] = {
    {"JSON_QUERY", "numbers keep their digits (9.50, not 9.5), and the members of objects are sorted by name"},
    {"JSON_OBJECT", "a DECIMAL keeps its zeros (1.50, not 1.5), and exponents are written E+10, not E10"},
    {"JSON_ARRAY", "a DECIMAL keeps its zeros (1.50, not 1.5), and exponents are written E+10, not E10"},
    {"JSON_STRING", "a DECIMAL keeps its zeros (1.50, not 1.5), and exponents are written E+10, not E10"},
    {"TO_TIMESTAMP", "what stands behind the milliseconds is cut off"},
    {"TO_TIMESTAMP_LTZ", "numbers with a fraction are rounded otherwise"},
};

// What differs in calls like this one; empty where nothing is known to.
std::string_view DifferenceOf(const BoundExpression& call) {
  if (call.name == "JSON_VALUE") {
    // The other types are cast from the same numbers.
    return call.type.Is(TypeRoot::kVarchar) ? "a fraction keeps its digits (1.50, not 1.5)" : std::string_view();
  }
  for (const DifferentFunction& function : kDifferentFunctions) {
    if (call.name == function.name) return function.difference;
  }
  return {};
}

void FindDifferentCalls(const CheckedJob& job, std::vector<absl::Status>& findings) {
  std::set<std::string> told;
  for (const CheckedQuery& query : job.queries) {
    for (const BoundExpression* call : CallsOf(query)) {
      const std::string_view difference = DifferenceOf(*call);
      if (difference.empty() || !told.insert(call->name).second) continue;
      findings.push_back(MakeFinding(kName, Concat(call->name, " answers otherwise in Flink 2.3: ", difference), call->range,
                                     "drey diff --flink-version 1.20,2.3 shows it on your records"));
    }
  }
}

void FindDroppedFailures(const CheckedJob& job, std::vector<absl::Status>& findings) {
  if (!job.next_release->ok()) return;
  for (const Pipeline& pipeline : (*job.next_release)->graph.pipelines) {
    if (!pipeline.source.drops_failures_of_query) continue;
    for (const CheckedQuery& query : job.queries) {
      if (query.source() == nullptr || query.source()->identifier.ToString() != pipeline.source.table) continue;
      findings.push_back(MakeFinding(kName,
                                     Concat("Flink 2.3 answers otherwise: with ignore-parse-errors the table ",
                                            query.source()->identifier.name,
                                            " also drops records on which the query fails; 1.20 fails the job"),
                                     query.source()->name_range));
      break;
    }
  }
}

void Find(const CheckedJob& job, std::vector<absl::Status>& findings) {
  if (!job.next_release) return;
  FindDifferentCalls(job, findings);
  FindDroppedFailures(job, findings);
}

}  // namespace

const CheckRule kNextReleaseDiffers = {
    .name = kName,
    .severity = Severity::kNote,
    .summary = "Flink 2.3 gives other answers",
    .explanation =
        "Some functions and formats write the same value in another way in Flink 2.3. Whether your data shows it, drey diff --flink-version "
        "1.20,2.3 JOB tells.",
    .example = "INSERT INTO names SELECT id, JSON_QUERY(document, '$.items') FROM orders;",
    .better = "INSERT INTO names SELECT id, customer FROM orders;",
    .find = Find,
};

}  // namespace drey
