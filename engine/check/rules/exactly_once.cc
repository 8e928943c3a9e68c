#include <map>
#include <string>

#include "engine/base/text.h"
#include "engine/check/rules/rules.h"

namespace drey {
namespace {

constexpr std::string_view kPrefix = "transactional-id-prefix";
constexpr std::string_view kCheckpoints = "exactly-once-without-checkpoints";
constexpr std::string_view kPrefixOption = "sink.transactional-id-prefix";

// The option that asks for exactly once; null where none does.
const TableOption* ExactlyOnceOption(const CatalogTable& table) {
  for (const std::string_view key : {"sink.delivery-guarantee", "sink.semantic"}) {
    const TableOption* option = FindOption(table, key);
    if (option != nullptr && EqualsIgnoreCase(ReplaceAll(option->value, "_", "-"), "exactly-once")) return option;
  }
  return nullptr;
}

void FindPrefix(const CheckedJob& job, std::vector<absl::Status>& findings) {
  std::map<std::string, const CatalogTable*> first;  // by prefix
  for (const UsedTable& used : ListUsedTables(job)) {
    const TableOption* exactly_once = used.use.is_written && IsKafka(*used.table) ? ExactlyOnceOption(*used.table) : nullptr;
    if (exactly_once == nullptr) continue;
    const TableOption* prefix = FindOption(*used.table, kPrefixOption);
    if (prefix == nullptr) {
      findings.push_back(MakeFinding(kPrefix,
                                     Concat("exactly once without '", kPrefixOption,
                                            "': every such job has the same ids (kafka-sink), and one that starts aborts the "
                                            "transactions of another"),
                                     exactly_once->value_range, Concat("add '", kPrefixOption, "', another one for each job")));
      continue;
    }
    const auto [known, is_new] = first.emplace(prefix->value, used.table);
    if (is_new) continue;
    findings.push_back(MakeFinding(kPrefix,
                                   Concat("tables ", known->second->identifier.name, " and ", used.table->identifier.name,
                                          " have the same '", kPrefixOption, "': their writers abort each other's transactions"),
                                   prefix->value_range, "each sink needs one of its own"));
  }
}

void FindCheckpoints(const CheckedJob& job, std::vector<absl::Status>& findings) {
  const JobGraph& graph = job.compilation.graph;
  if (graph.mode != RuntimeMode::kStreaming || graph.checkpoint_interval) return;
  for (const UsedTable& used : ListUsedTables(job)) {
    const TableOption* exactly_once = used.use.is_written && IsKafka(*used.table) ? ExactlyOnceOption(*used.table) : nullptr;
    if (exactly_once == nullptr) continue;
    findings.push_back(MakeFinding(kCheckpoints,
                                   Concat("table ", used.table->identifier.name,
                                          " is written in transactions, which only checkpoints commit, and the job sets no "
                                          "'execution.checkpointing.interval'"),
                                   exactly_once->value_range,
                                   "SET 'execution.checkpointing.interval' = '10 s', unless the cluster does; drey run: --checkpoints DIR"));
  }
}

}  // namespace

const CheckRule kTransactionalIdPrefixRule = {
    .name = kPrefix,
    .severity = Severity::kWarning,
    .summary = "exactly once without a transactional id prefix of its own",
    .explanation =
        "The ids of a sink's transactions begin with 'sink.transactional-id-prefix'. A start aborts what is open under its prefix, so two "
        "jobs or two sinks with the same prefix abort each other, and records are lost. With 'sink.delivery-guarantee' Flink refuses a "
        "missing prefix; with the older 'sink.semantic' Flink 1.20 takes the prefix kafka-sink for every job.",
    .example = "INSERT INTO names /*+ OPTIONS('sink.semantic' = 'exactly-once') */ SELECT id, customer FROM orders;",
    .better = "INSERT INTO names /*+ OPTIONS('sink.semantic' = 'exactly-once', 'sink.transactional-id-prefix' = 'names-of-orders') */\n"
              "SELECT id, customer FROM orders;",
    .find = FindPrefix,
};

const CheckRule kExactlyOnceWithoutCheckpointsRule = {
    .name = kCheckpoints,
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
    .find = FindCheckpoints,
};

}  // namespace drey
