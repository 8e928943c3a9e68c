#include "engine/base/text.h"
#include "engine/check/rules/rules.h"

namespace drey {
namespace {

constexpr std::string_view kName = "option-without-effect";

void Find(const CheckedJob& job, std::vector<absl::Status>& findings) {
  for (const UsedTable& used : ListUsedTables(job)) {
    const TableOption* connector = FindOption(*used.table, "connector");
    const TableFactory* factory = connector == nullptr ? nullptr : job.factories.Find(connector->value);
    if (factory == nullptr) continue;
    for (const OptionWithoutEffect& option : factory->ListOptionsWithoutEffect(*used.table, used.use)) {
      const TableOption* written = FindOption(*used.table, option.key);
      findings.push_back(MakeFinding(kName, Concat("'", option.key, "' has no effect: it ", option.reason),
                                     written == nullptr ? SourceRange() : written->key_range, option.hint));
    }
  }
}

}  // namespace

const CheckRule kOptionWithoutEffect = {
    .name = kName,
    .severity = Severity::kWarning,
    .summary = "an option of a table that changes nothing",
    .explanation =
        "Flink accepts every option that the connector knows, and any property of a Kafka client. An option of a source on a table that "
        "is only written, the timestamp of a startup mode that is not chosen, a property of the producer on a source or a misspelt one do "
        "nothing, and whoever wrote them expects something else.",
    .example = "CREATE TABLE copies (id INT) WITH ('connector' = 'kafka', 'topic' = 'copies', 'format' = 'json',\n"
               "  'properties.bootstrap.servers' = 'localhost:9092', 'scan.startup.mode' = 'earliest-offset');\n"
               "INSERT INTO copies SELECT id FROM orders;",
    .better = "CREATE TABLE copies (id INT) WITH ('connector' = 'kafka', 'topic' = 'copies', 'format' = 'json',\n"
              "  'properties.bootstrap.servers' = 'localhost:9092');\n"
              "INSERT INTO copies SELECT id FROM orders;",
    .find = Find,
};

}  // namespace drey
