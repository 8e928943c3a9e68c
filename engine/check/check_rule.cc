#include "engine/check/check_rule.h"

#include "engine/check/rules/rules.h"

namespace drey {
namespace {

const CheckRule* const kRules[] = {
    &kJsonValueReturning,
    &kNullIntoNotNull,
    &kNonDeterministicKey,
    &kOptionWithoutEffect,
    &kUnknownSetting,
    &kSettingWithoutEffect,
    &kUnboundedInBatch,
    &kNotRunYet,
    &kNoCommittedOffset,
    &kNoGroupId,
    &kTransactionalIdPrefix,
    &kExactlyOnceWithoutCheckpoints,
    &kSecretInPlainText,
    &kUnusedTable,
    &kNextReleaseRefuses,
    &kNextReleaseDiffers,
    &kUnknownRule,
};

}  // namespace

const std::string_view kRuleExampleTables =
    R"(CREATE TABLE orders (id INT, customer STRING, document STRING) WITH (
  'connector' = 'kafka', 'topic' = 'orders', 'format' = 'json', 'scan.startup.mode' = 'earliest-offset',
  'properties.bootstrap.servers' = 'localhost:9092', 'properties.group.id' = 'bills'
);
CREATE TABLE anonymous (id INT, customer STRING) WITH (
  'connector' = 'kafka', 'topic' = 'orders', 'format' = 'json', 'scan.startup.mode' = 'earliest-offset',
  'properties.bootstrap.servers' = 'localhost:9092'
);
CREATE TABLE bills (id INT, customer STRING, note STRING, PRIMARY KEY (id) NOT ENFORCED) WITH (
  'connector' = 'upsert-kafka', 'topic' = 'bills', 'key.format' = 'json', 'value.format' = 'json',
  'properties.bootstrap.servers' = 'localhost:9092'
);
CREATE TABLE names (id INT, customer STRING) WITH (
  'connector' = 'kafka', 'topic' = 'names', 'format' = 'json', 'properties.bootstrap.servers' = 'localhost:9092'
);
)";

std::span<const CheckRule* const> AllCheckRules() { return kRules; }

const CheckRule* FindCheckRule(std::string_view name) {
  for (const CheckRule* rule : kRules) {
    if (rule->name == name) return rule;
  }
  return nullptr;
}

}  // namespace drey
