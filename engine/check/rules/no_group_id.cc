#include "engine/base/text.h"
#include "engine/check/rules/rules.h"

namespace drey {
namespace {

constexpr std::string_view kName = "no-group-id";

void Find(const CheckedJob& job, std::vector<absl::Status>& findings) {
  for (const UsedTable& used : ListUsedTables(job)) {
    if (!IsKafkaSource(used) || FindOption(*used.table, "properties.group.id") != nullptr) continue;
    findings.push_back(MakeFinding(kName,
                                   Concat("table ", used.table->identifier.name,
                                          " has no 'properties.group.id': no tool sees how far the job has read, and a start without "
                                          "checkpoint begins at 'scan.startup.mode' again"),
                                   used.table->name_range, "add 'properties.group.id'"));
  }
}

}  // namespace

const CheckRule kNoGroupId = {
    .name = kName,
    .severity = Severity::kNote,
    .summary = "a source without properties.group.id",
    .explanation =
        "Without a group Flink commits no offsets: its progress is in checkpoints only. Tools that show the lag of consumers do not see "
        "the job, and a start without checkpoint reads from 'scan.startup.mode' again.",
    .example = "INSERT INTO names SELECT id, customer FROM anonymous;",
    .better = "INSERT INTO names SELECT id, customer FROM orders;",
    .find = Find,
};

}  // namespace drey
