#include <algorithm>

#include "engine/base/text.h"
#include "engine/check/rules/rules.h"

namespace drey {
namespace {

constexpr std::string_view kName = "non-deterministic-key";

// The first call whose value is another one the next time; null where there is none.
const BoundExpression* FindNonDeterministic(const BoundExpression& value) {
  for (const BoundExpression* call : CallsOf(value)) {
    if (call->call != nullptr && !IsRepeatable(*call->call, call->operands.size())) return call;
  }
  return nullptr;
}

void Find(const CheckedJob& job, std::vector<absl::Status>& findings) {
  for (const CheckedQuery& query : job.queries) {
    const CatalogTable& sink = *query.insert->sink;
    if (!sink.primary_key) continue;
    const std::vector<const CatalogColumn*> columns = WrittenColumns(sink);
    for (size_t i = 0; i < std::min(columns.size(), query.calc.projections.size()); ++i) {
      const auto& key = sink.primary_key->columns;
      if (std::find(key.begin(), key.end(), columns[i]->name) == key.end()) continue;
      const BoundExpression* call = FindNonDeterministic(*query.calc.projections[i]);
      if (call == nullptr) continue;
      findings.push_back(MakeFinding(kName,
                                     Concat(call->name, " in the primary key of ", sink.identifier.name,
                                            ": a record that is read again becomes another row, it updates none"),
                                     call->range, "make the key of columns of the record"));
    }
  }
}

}  // namespace

const CheckRule kNonDeterministicKey = {
    .name = kName,
    .severity = Severity::kWarning,
    .summary = "UUID, RAND or the time in a primary key",
    .explanation =
        "A sink with a primary key updates the row of that key. A key that is made anew each time never meets a row again: after a restart "
        "the records since the last checkpoint stand there twice, and deletes find nothing.",
    .example = "CREATE TABLE events (id STRING, customer STRING, PRIMARY KEY (id) NOT ENFORCED) WITH (\n"
               "  'connector' = 'upsert-kafka', 'topic' = 'events', 'key.format' = 'json', 'value.format' = 'json',\n"
               "  'properties.bootstrap.servers' = 'localhost:9092');\n"
               "INSERT INTO events SELECT UUID(), customer FROM orders;",
    .find = Find,
};

}  // namespace drey
