#include <set>

#include "engine/base/text.h"
#include "engine/check/rules/rules.h"

namespace drey {
namespace {

constexpr std::string_view kName = "unused-table";

void Find(const CheckedJob& job, std::vector<absl::Status>& findings) {
  std::set<ObjectIdentifier> used;
  for (const UsedTable& table : ListUsedTables(job)) used.insert(table.table->identifier);
  for (const auto& [identifier, object] : job.compilation.catalog.Visible()) {
    const auto* table = std::get_if<CatalogTable>(object);
    if (table == nullptr || used.contains(identifier)) continue;
    findings.push_back(MakeFinding(kName, Concat("no INSERT reads or writes the table ", identifier.name), table->name_range));
  }
}

}  // namespace

const CheckRule kUnusedTable = {
    .name = kName,
    .severity = Severity::kNote,
    .summary = "a table that no INSERT reads or writes",
    .explanation = "It costs nothing; but a source or sink that was meant to be used may be missing in the statement.",
    .example = "CREATE TABLE forgotten (id INT) WITH ('connector' = 'blackhole');\nINSERT INTO names SELECT id, customer FROM orders;",
    .find = Find,
};

}  // namespace drey
