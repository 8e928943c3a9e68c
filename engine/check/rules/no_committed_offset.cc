#include "engine/base/text.h"
#include "engine/check/rules/rules.h"

namespace drey {
namespace {

constexpr std::string_view kName = "no-committed-offset";

void Find(const CheckedJob& job, std::vector<absl::Status>& findings) {
  for (const UsedTable& used : ListUsedTables(job)) {
    if (!IsKafkaSource(used) || FindOption(*used.table, "properties.auto.offset.reset") != nullptr) continue;
    const TableOption* mode = FindOption(*used.table, "scan.startup.mode");
    if (mode != nullptr && !EqualsIgnoreCase(mode->value, "group-offsets")) continue;
    findings.push_back(MakeFinding(kName,
                                   Concat("table ", used.table->identifier.name, " begins at the committed offsets of its group",
                                          mode == nullptr ? " (the default of 'scan.startup.mode')" : "",
                                          ": the first run, which has none, fails"),
                                   mode == nullptr ? used.table->name_range : mode->value_range,
                                   "add 'properties.auto.offset.reset' = 'earliest', or choose another 'scan.startup.mode'"));
  }
}

}  // namespace

const CheckRule kNoCommittedOffset = {
    .name = kName,
    .severity = Severity::kWarning,
    .summary = "a source that begins at committed offsets and fails where there are none",
    .explanation =
        "'group-offsets' is the default of 'scan.startup.mode'. Where a partition has no committed offset, as in the first run of a group, "
        "Flink's source takes 'properties.auto.offset.reset', whose default here is none: the job fails with NoOffsetForPartitionException.",
    .example = "INSERT INTO names SELECT id, customer FROM orders /*+ OPTIONS('scan.startup.mode' = 'group-offsets') */;",
    .better = "INSERT INTO names SELECT id, customer\nFROM orders /*+ OPTIONS('scan.startup.mode' = 'group-offsets', "
              "'properties.auto.offset.reset' = 'earliest') */;",
    .find = Find,
};

}  // namespace drey
