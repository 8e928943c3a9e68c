#include "engine/base/text.h"
#include "engine/catalog/secret_options.h"
#include "engine/check/rules/rules.h"

namespace drey {
namespace {

constexpr std::string_view kName = "secret-in-plain-text";

void Find(const CheckedJob& job, std::vector<absl::Status>& findings) {
  for (const auto& [identifier, object] : job.compilation.catalog.Visible()) {
    const auto* table = std::get_if<CatalogTable>(object);
    if (table == nullptr) continue;
    for (const TableOption& option : table->options.all()) {
      // What the command line adds stands nowhere.
      if (!option.origin.empty() || option.value.empty() || !SoundsSecret(option.key)) continue;
      findings.push_back(MakeFinding(kName, Concat("'", option.key, "' has its secret in the job definition"), option.key_range,
                                     "in an application name an integration_id and give its file by --integration; else --option"));
    }
  }
}

}  // namespace

const CheckRule kSecretInPlainText = {
    .name = kName,
    .severity = Severity::kWarning,
    .summary = "a password or key in the text of the job",
    .explanation =
        "A job definition is kept in repositories and shown in consoles. An application JSON names a connection by its integration_id, "
        "whose client properties are in a file of their own (--integration NAME=FILE). For a script --option TABLE.KEY=VALUE gives the "
        "value from outside. drey never shows the value, and masks it where it shows the line.",
    .example = "CREATE TABLE safe (id INT) WITH ('connector' = 'kafka', 'topic' = 'safe', 'format' = 'json',\n"
               "  'properties.bootstrap.servers' = 'localhost:9092', 'properties.ssl.truststore.password' = 'hunter2');\n"
               "INSERT INTO safe SELECT id FROM orders;",
    .find = Find,
};

}  // namespace drey
