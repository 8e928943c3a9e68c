#include <map>
#include <string>

#include "engine/base/text.h"
#include "engine/check/rules/rules.h"

namespace drey {
namespace {

constexpr std::string_view kName = "transactional-id-prefix";
constexpr std::string_view kPrefixOption = "sink.transactional-id-prefix";

void Find(const CheckedJob& job, std::vector<absl::Status>& findings) {
  std::map<std::string, const CatalogTable*> first;  // by prefix
  for (const UsedTable& used : ListUsedTables(job)) {
    const TableOption* exactly_once = ExactlyOnceOption(used);
    if (exactly_once == nullptr) continue;
    const TableOption* prefix = FindOption(*used.table, kPrefixOption);
    if (prefix == nullptr) {
      findings.push_back(MakeFinding(kName,
                                     Concat("exactly once without '", kPrefixOption,
                                            "': every such job has the same ids (kafka-sink), and one that starts aborts the "
                                            "transactions of another"),
                                     exactly_once->value_range, Concat("add '", kPrefixOption, "', another one for each job")));
      continue;
    }
    const auto [known, is_new] = first.emplace(prefix->value, used.table);
    if (is_new) continue;
    findings.push_back(MakeFinding(kName,
                                   Concat("tables ", known->second->identifier.name, " and ", used.table->identifier.name,
                                          " have the same '", kPrefixOption, "': their writers abort each other's transactions"),
                                   prefix->value_range, "each sink needs one of its own"));
  }
}

}  // namespace

const CheckRule kTransactionalIdPrefix = {
    .name = kName,
    .severity = Severity::kWarning,
    .summary = "exactly once without a transactional id prefix of its own",
    .explanation =
        "The ids of a sink's transactions begin with 'sink.transactional-id-prefix'. A start aborts what is open under its prefix, so two "
        "jobs or two sinks with the same prefix abort each other, and records are lost. With 'sink.delivery-guarantee' Flink refuses a "
        "missing prefix; with the older 'sink.semantic' Flink 1.20 takes the prefix kafka-sink for every job.",
    .example = "INSERT INTO names /*+ OPTIONS('sink.semantic' = 'exactly-once') */ SELECT id, customer FROM orders;",
    .better = "INSERT INTO names /*+ OPTIONS('sink.semantic' = 'exactly-once', 'sink.transactional-id-prefix' = 'names-of-orders') */\n"
              "SELECT id, customer FROM orders;",
    .find = Find,
};

}  // namespace drey
