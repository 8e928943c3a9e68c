#include "runtime/connectors/kafka/table_description.h"

#include "engine/base/text.h"

namespace drey {
namespace {

std::string FieldNames(const LogicalType& row) {
  std::vector<std::string> names;
  for (const RowField& field : row.fields()) names.push_back(field.name);
  return Join(names, ", ");
}

}  // namespace

std::vector<std::pair<std::string, std::string>> DescribeTable(const KafkaTablePlan& plan) {
  const KafkaOptions& options = plan.options;
  std::vector<std::pair<std::string, std::string>> lines;
  lines.emplace_back("connector", std::string(ToString(options.connector)));
  if (options.topics) lines.emplace_back("topic", Join(*options.topics, ", "));
  if (plan.pattern) lines.emplace_back("topic pattern", plan.pattern->text());
  if (options.key_format) lines.emplace_back("key", Concat(*options.key_format, "(", FieldNames(plan.key_row), ")"));
  const std::string& format = options.format ? *options.format : *options.value_format;
  lines.emplace_back("value", Concat(format, "(", FieldNames(plan.value_row), ")"));
  if (!plan.metadata_keys.empty()) lines.emplace_back("metadata", Join(plan.metadata_keys, ", "));
  return lines;
}

}  // namespace drey
