#include "engine/base/text.h"
#include "engine/check/rules/rules.h"

namespace drey {
namespace {

constexpr std::string_view kName = "exactly-once-without-checkpoints";
constexpr std::string_view kInterval = "execution.checkpointing.interval";

void Find(const CheckedJob& job, std::vector<absl::Status>& findings) {
  if (job.compilation.graph.mode != RuntimeMode::kStreaming || job.compilation.settings.Find(kInterval) != nullptr) return;
  for (const UsedTable& used : ListUsedTables(job)) {
    const TableOption* exactly_once = ExactlyOnceOption(used);
    if (exactly_once == nullptr) continue;
    findings.push_back(MakeFinding(kName,
                                   Concat("table ", used.table->identifier.name,
                                          " is written in transactions, which only checkpoints commit, and the job sets no "
                                          "'execution.checkpointing.interval'"),
                                   exactly_once->value_range,
                                   "SET 'execution.checkpointing.interval' = '10 s', unless the cluster does; drey run: --checkpoints DIR"));
  }
}

}  // namespace

const CheckRule kExactlyOnceWithoutCheckpoints = {
    .name = kName,
    .severity = Severity::kNote,
    .summary = "exactly once in a job that asks for no checkpoints",
    .explanation =
        "What an exactly-once sink writes becomes visible when a checkpoint commits its transaction. Without checkpoints consumers that read "
        "committed records only never see anything. A cluster may have an interval of its own, which a job definition does not show.",
    .example = "INSERT INTO names /*+ OPTIONS('sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'a') */\n"
               "SELECT id, customer FROM orders;",
    .better = "SET 'execution.checkpointing.interval' = '10 s';\n"
              "INSERT INTO names /*+ OPTIONS('sink.delivery-guarantee' = 'exactly-once', 'sink.transactional-id-prefix' = 'a') */\n"
              "SELECT id, customer FROM orders;",
    .find = Find,
};

}  // namespace drey
